/*
 * One initiator (I), one responder (R), an ordered wire and Mallory: handshake, double ratchet, change of suite.
 * Pages: docs/protocol-suite.md sections 3 and 4; what it proves and what not: docs/security/ratchet.md.
 *
 * A State holds both ends and the event that leads to the next State. What an event does follows from the rules it
 * breaches: with a breach of a rule in force it is refused. A mutant is this model without one Rule (Dropped).
 * Commands: ratchet-runs.als.
 */
module ratchet
open util/ordering[State] as time

one sig Yes {}
abstract sig End {}
one sig I, R extends End {}
fun peer: End -> End { I -> R + R -> I }

/** From strong to weak. Strong and Middle share one KEM, so a key offered for one can be passed off as the other's. */
abstract sig Suite {}
one sig Strong, Middle, Weak extends Suite {}
fun stronger: Suite -> Suite { Strong -> Middle + Strong -> Weak + Middle -> Weak }
fun sameKem: Suite -> Suite { Strong -> Middle + Middle -> Strong + iden & (Suite -> Suite) }
fun best[suites: set Suite]: set Suite { suites - suites.stronger }

abstract sig Epoch {}
one sig E0, E1, E2 extends Epoch {}
fun up: Epoch -> Epoch { E0 -> E1 + E1 -> E2 }

abstract sig Count {}
one sig C0, C1, C2, C3 extends Count {}
fun inc: Count -> Count { C0 -> C1 + C1 -> C2 + C2 -> C3 }

/** What an end's root of an epoch is: Good is the one both honest ends compute, Forged has a step secret of Mallory's. */
abstract sig Root {}
one sig Good, Forged, Wrong extends Root {}

abstract sig Type {}
one sig Data, Offer, Answer, Notice extends Type {}

abstract sig Kind {}
one sig Say, Ask, Deliver, Garble, Allow, ReplayShare, TwinSay, Steal, Idle extends Kind {}

/** What keeps the protocol right. */
abstract sig Rule {}
one sig
    Transcript,   // suite, prekey, context and share are hashed into the root
    FreshShare,   // a share is accepted once
    Authentic,    // a message opens only as the next one of its chain, unchanged
    MarkInTurn,   // SWITCH only with a prepared epoch; at the initiator exactly with an ANSWER
    MarkObeyed,   // the receiver of a SWITCH opens the next message under the new epoch
    MarkSent,     // the initiator marks its last message before it seals under the new epoch
    Turn,         // OFFER only to the responder, ANSWER and SUITES only to the initiator, and only if one was offered
    OneStep,      // no offer, and no answer, while one is outstanding or an epoch is prepared
    EpochNumber,  // OFFER, ANSWER and refusal name the epoch after the newest
    SuiteAsked,   // an ANSWER names the suite that was offered
    Confirm,      // an ANSWER proves the new root
    OldSecret,    // the old secret goes into the new root
    FreshSecret,  // the step's secret goes into the new root
    Permit,       // the responder answers only suites it permits
    OwnChoice,    // the initiator offers the best suite that it permits and was told
    Withdraw      // a refusal takes the offer back
extends Rule {}
sig Dropped in Rule {}

/** Interfere: drop, replay, reorder, damage. Forge: the AEAD is broken, Mallory writes what he likes. */
abstract sig Power {}
one sig Interfere, Forge, Theft extends Power {}
sig Held in Power {}

sig State {
    seals, opens, newest: End -> one Epoch,
    sealed, opened: End -> one Count,
    suite: End -> Epoch -> lone Suite,
    root: End -> Epoch -> lone Root,
    allow: End -> set Suite,
    told: set Suite,
    offered: lone Suite,
    due: lone Yes,
    dead: set End,
    twin: lone Yes,
    got: set State,
    knows: set Epoch,
    keyStolen: lone Yes,
    // the event
    kind: one Kind,
    who: lone End,
    of: lone State,
    wish: set Suite,
    dType: lone Type, dSuite: lone Suite, dNum: lone Epoch, dMark: lone Yes, dList: set Suite, dForged: lone Yes,
    breach: set Rule,
    // the message that was sealed in it
    by: lone End,
    mType: lone Type, mSuite: lone Suite, mNum: lone Epoch, mMark: lone Yes, mList: set Suite,
    mEpoch: lone Epoch, mCount: lone Count, mRoot: lone Root, mProof: lone Root
}

pred pending[s: State, e: End] { s.seals[e] != s.newest[e] or s.opens[e] != s.newest[e] }
pred fine[s: State] { no s.breach - Dropped }
fun start: one State { time/first }
fun earlier[s: State]: set State { time/prevs[s] }
fun inFlight[s: State, to: End]: set State { { m: earlier[s] | m.by = to.peer and m not in s.got } }
pred inOrder[s: State] { s.of in inFlight[s, s.who] and no inFlight[s, s.who] & earlier[s.of] }

// ---------------------------------------------------------------- the handshake

fact Handshake {
    let s = start {
        all e: End | s.seals[e] = E0 and s.opens[e] = E0 and s.newest[e] = E0 and s.sealed[e] = C0 and s.opened[e] = C0
        one s.suite[I][E0] and one s.suite[R][E0] and no s.suite[End][E1 + E2]
        s.root[I] = E0 -> Good
        // Mallory may change suite or context of the first message on its way.
        s.root[R] = E0 -> Good or (Interfere in Held and Transcript not in Dropped and s.root[R] = E0 -> Wrong)
        s.suite[I][E0] != s.suite[R][E0] implies Interfere in Held and (Transcript in Dropped or s.root[R] = E0 -> Wrong)
        s.suite[I][E0] in s.allow[I] & s.allow[R]
        s.suite[R][E0] in s.allow[R]
        s.told = s.allow[R]
        no s.offered and no s.due and no s.dead and no s.twin and no s.got and no s.knows and no s.keyStolen
    }
}

// ---------------------------------------------------------------- events

pred carries[s: State] { s.kind in Deliver + Garble }
pred answers[s: State] { s.kind = Deliver and s.who = R and s.dType = Offer and fine[s] }
pred refuses[s: State] { s.kind = Deliver and s.who = R and s.dType = Offer and s.breach - Dropped = Permit }
pred accepts[s: State] { s.kind = Deliver and s.who = I and s.dType = Answer and fine[s] }
pred hears[s: State] { s.kind = Deliver and s.who = I and s.dType = Notice and fine[s] }
pred kills[s: State] { carries[s] and not fine[s] and not refuses[s] }
pred room[s: State, e: End] { e not in s.dead and some s.sealed[e].inc }

fact Events {
    time/last.kind = Idle
    all s: State {
        s.kind in Deliver + Garble + Ask + Allow + Say + Steal iff some s.who
        carries[s] iff some s.of
        no s.who & s.dead
        s.kind in Say + Ask implies room[s, s.who]
        s.kind = Ask implies s.who = I and some s.newest[I].up
        s.kind = Allow implies some s.wish and s.wish != s.allow[s.who] and (s.who = R implies room[s, R])
        s.kind != Allow implies no s.wish
        carries[s] implies s.of in earlier[s] and s.of.by = s.who.peer and some s.of.mEpoch
        carries[s] and Interfere not in Held implies inOrder[s]
        s.kind in Garble + ReplayShare implies Interfere in Held
        s.kind = ReplayShare implies R not in s.dead and no s.twin
        s.kind = TwinSay implies some s.twin
        s.kind = Steal implies Theft in Held
        s.kind = Deliver and s.who = R and s.dType = Offer implies room[s, R]
        s.kind = Idle and s != time/last implies time/next[s].kind = Idle
        Content[s]
        s.breach = breaches[s]
    }
}

/** What the receiver reads, and what an Ask asks for. */
pred Content[s: State] {
    carries[s] and Forge not in Held implies {
        s.dType = s.of.mType and s.dSuite = s.of.mSuite and s.dNum = s.of.mNum
        s.dMark = s.of.mMark and s.dList = s.of.mList and no s.dForged
    }
    carries[s] and Forge in Held implies {
        some s.dType
        s.dType in Offer + Answer iff some s.dSuite
        s.dType in Offer + Answer implies some s.dNum
        s.dType = Data implies no s.dNum
        s.dType != Notice implies no s.dList
        s.dType = Notice implies s.dNum != E0
        some s.dForged implies s.dType in Offer + Answer
        s.dType in Offer + Answer and no s.dForged implies s.of.mType = s.dType and s.dSuite in s.of.mSuite.sameKem
    }
    not carries[s] implies no s.dType and no s.dNum and no s.dMark and no s.dList and no s.dForged
    s.kind = Ask implies {
        one s.dSuite
        OwnChoice not in Dropped implies s.dSuite = best[s.allow[I] & s.told]
    }
    not carries[s] and s.kind != Ask implies no s.dSuite
}

/** R's state right after the mark of what it reads. */
fun opensAfter[s: State]: Epoch { some s.dMark and MarkObeyed not in Dropped => s.newest[R] else s.opens[R] }

pred proven[s: State] {
    no s.dForged and s.of.mType = Answer and s.of.mProof = Good and s.dSuite = s.of.mSuite
}

fun breaches[s: State]: set Rule {
    s.kind = ReplayShare => FreshShare else
    s.kind = Ask => { r: OneStep | some s.offered or pending[s, I] } else
    not carries[s] => none else
    not authentic[s] => Authentic else
    s.who = R => responderBreaches[s] else initiatorBreaches[s]
}

pred authentic[s: State] {
    s.kind = Deliver
    s.of.mEpoch = s.opens[s.who] and s.of.mCount = s.opened[s.who]
    s.of.mRoot = s.root[s.who][s.opens[s.who]] and s.of.mRoot != Wrong
}

fun responderBreaches[s: State]: set Rule {
    { r: MarkInTurn | some s.dMark and s.opens[R] = s.newest[R] }
    + { r: Turn | s.dType in Answer + Notice }
    + { r: OneStep | s.dType = Offer and (s.seals[R] != s.newest[R] or opensAfter[s] != s.newest[R]) }
    + { r: EpochNumber | s.dType = Offer and s.dNum != s.newest[R].up }
    + { r: Permit | s.dType = Offer and s.dSuite not in s.allow[R] }
}

fun initiatorBreaches[s: State]: set Rule {
    { r: MarkInTurn | s.dType = Answer iff no s.dMark }
    + { r: Turn | s.dType = Offer or (no s.offered and (s.dType = Answer or (s.dType = Notice and some s.dNum))) }
    + { r: EpochNumber | s.dType in Answer + Notice and some s.dNum and s.dNum != s.newest[I].up }
    + { r: SuiteAsked | s.dType = Answer and s.dSuite != s.offered }
    + { r: Confirm | s.dType = Answer and not proven[s] and not (OldSecret in Dropped and some s.dForged) }
}

// ---------------------------------------------------------------- what is sealed

fact Sealing {
    all s: State {
        s.by = (s.kind = Say => s.who else s.kind = Ask and fine[s] => I else
            (s.kind = TwinSay or answers[s] or refuses[s] or (s.kind = Allow and s.who = R)) => R else none)
        s.mType = (no s.by => none else s.kind in Say + TwinSay => Data else s.kind = Ask => Offer else
            answers[s] => Answer else Notice)
        s.mSuite = ((s.kind = Ask and fine[s] or answers[s]) => s.dSuite else none)
        s.mNum = (s.kind = Ask and fine[s] => s.newest[I].up else answers[s] => time/next[s].newest[R] else
            refuses[s] => s.newest[R].up else none)
        s.mList = (refuses[s] => s.allow[R] else s.kind = Allow and s.who = R => s.wish else none)
        s.mMark = (answers[s] => Yes else s.by = I => s.due else none)
        s.mEpoch = (s.kind = TwinSay => E0 else some s.by => s.seals[s.by] else none)
        s.mCount = (s.kind = TwinSay => C0 else some s.by => s.sealed[s.by] else none)
        s.mRoot = (some s.by => s.root[s.by][s.mEpoch] else none)
        s.mProof = (answers[s] => time/next[s].root[R][time/next[s].newest[R]] else none)
    }
}

// ---------------------------------------------------------------- what becomes of the ends

fun nextNumber[s: State]: Epoch { EpochNumber in Dropped => s.dNum else s.newest[s.who].up }
pred learns[s: State] {
    s.newest[s.who] in s.knows or OldSecret in Dropped
    some s.dForged or some s.keyStolen or FreshSecret in Dropped
}

/** I stops sealing under the old epoch: right after the message with the mark. */
pred leaves[s: State] { (accepts[s] and MarkSent in Dropped) or (s.by = I and some s.due) }
pred reads[s: State] { carries[s] and not kills[s] }
pred turns[s: State] { s.who = R and opensAfter[s] != s.opens[R] }

fact Steps {
    all s: State - time/last | let t = time/next[s] {
        t.newest[R] = (answers[s] => nextNumber[s] else s.newest[R])
        t.newest[I] = (accepts[s] => nextNumber[s] else s.newest[I])
        t.suite = ((answers[s] or accepts[s]) => s.suite ++ s.who -> (s.suite[s.who] ++ t.newest[s.who] -> s.dSuite)
            else s.suite)
        t.root = ((answers[s] or accepts[s]) => s.root ++ s.who -> (s.root[s.who] ++ t.newest[s.who] -> newRoot[s])
            else s.root)

        t.seals[R] = (answers[s] => t.newest[R] else s.seals[R])
        t.sealed[R] = (answers[s] => C0 else s.by = R and s.kind != TwinSay => s.sealed[R].inc else s.sealed[R])
        t.seals[I] = (leaves[s] => t.newest[I] else s.seals[I])
        t.sealed[I] = (leaves[s] => C0 else s.by = I => s.sealed[I].inc else s.sealed[I])
        t.due = ((accepts[s] and not leaves[s]) => Yes else (s.by = I or leaves[s]) => none else s.due)
        t.opens[R] = ((reads[s] and turns[s]) => s.newest[R] else s.opens[R])
        t.opened[R] = ((reads[s] and s.who = R) => (turns[s] => C0 else s.opened[R].inc) else s.opened[R])
        t.opens[I] = (accepts[s] => t.newest[I] else s.opens[I])
        t.opened[I] = (accepts[s] => C0 else (reads[s] and s.who = I) => s.opened[I].inc else s.opened[I])

        t.offered = (s.kind = Ask and fine[s] => s.dSuite else accepts[s] => none else
            hears[s] and some s.dNum and Withdraw not in Dropped => none else s.offered)
        t.told = (hears[s] => s.dList else s.told)
        t.allow = (s.kind = Allow => s.allow - s.who -> Suite + s.who -> s.wish else s.allow)
        t.dead = (kills[s] => s.dead + s.who else s.dead)
        t.twin = (s.kind = ReplayShare and fine[s] => Yes else s.twin)
        t.got = (carries[s] => s.got + s.of else s.got)

        t.keyStolen = (s.kind = Ask and fine[s] => none else
            s.kind = Steal and s.who = I and some s.offered => Yes else s.keyStolen)
        t.knows = s.knows + (s.kind = Steal => s.newest[s.who] else none)
            + (learns[s] and (answers[s] or accepts[s]) => t.newest[s.who] else none)
    }
}

fun newRoot[s: State]: Root { some s.dForged => Forged else (s.who = R or proven[s]) => Good else Wrong }

// ---------------------------------------------------------------- what is claimed

/** No two messages under one key and nonce: root, direction and counter. */
pred NonceOnce { no disj s, t: State | some s.by and s.by = t.by and s.mEpoch = t.mEpoch and s.mCount = t.mCount }

/** An end steps only into a suite that it permits when it decides: I when it offers, R when it answers. */
pred NoForbiddenSuite {
    all s: State | answers[s] implies s.dSuite in s.allow[R]
    all s: State | accepts[s] implies some a: earlier[s] {
        a.by = I and a.mType = Offer and a.mSuite = time/next[s].suite[I][time/next[s].newest[I]]
        a.mSuite in a.allow[I]
        no b: earlier[s] - earlier[a] - a | b.by = I and b.mType = Offer
    }
}

/** What I believes that R permits is what R last said of what reached I: nobody else chooses the suite. */
pred NobodyElseChooses {
    Forge not in Held implies all s: State | I not in s.dead implies
        let said = { m: s.got | m.by = R and m.mType = Notice and (some d: earlier[s] | d.of = m and d.kind = Deliver) } |
        s.told = (some said => time/max[said].mList else start.told)
}

/** Both ends at rest agree on epoch, suite, keys and directions. */
pred met[s: State] { s.opens[R] != E0 or s.opened[R] != C0 }
pred Agreement {
    Forge not in Held implies all s: State |
        no s.dead and met[s] and no s.offered and not pending[s, I] and not pending[s, R] implies {
            s.newest[I] = s.newest[R] and s.suite[I][s.newest[I]] = s.suite[R][s.newest[R]]
            s.root[End][s.newest[I]] = Good
            s.seals[I] = s.opens[R] and s.seals[R] = s.opens[I]
        }
}

/** Whatever I steps into, R stepped into before: the same number, suite and root. Even if the AEAD is broken. */
pred Confirmed {
    all s: State, e: Epoch - E0 | some s.root[I][e] implies
        s.root[I][e] = Good and s.root[R][e] = Good and s.suite[I][e] = s.suite[R][e]
}

pred GapFree { all s: State - time/last, e: End | time/next[s].newest[e] in s.newest[e] + s.newest[e].up }

/** What an end keeps keys of: from the oldest epoch it uses to the newest it knows. */
fun alive[s: State, ends: set End]: set Epoch { s.(seals + opens)[ends].*up & s.newest[ends].*~up }
pred AtMostTwoEpochs {
    all s: State | (all e: End | lone alive[s, e] - s.newest[e]) and (Forge in Held or lone alive[s, End] - s.newest[R])
}

/** Nobody interferes: nobody refuses, and whatever is begun can go on. */
pred NoDeadlock {
    no Held implies all s: State {
        no s.dead
        (some s.offered or pending[s, I] or pending[s, R]) implies (some inFlight[s, I] + inFlight[s, R] or some s.due)
    }
}

/** Without theft no root is known, even if the AEAD is broken; a theft ends with the next step that began after it. */
pred Healing {
    Theft not in Held implies all s: State | no s.knows
    Forge not in Held implies all s: State - time/last |
        (answers[s] or accepts[s]) and no s.keyStolen implies
            (time/next[s].newest[s.who] in s.knows or time/next[s].newest[s.who] not in time/next[s].knows)
}
