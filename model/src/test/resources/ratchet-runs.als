// What the build asks of ratchet.als; the two are read as one file.

check claimNonceOnce { (no Dropped and Held = Interfere + Forge) implies NonceOnce } for 9 State
check claimNoForbiddenSuite { (no Dropped and Held = Interfere + Forge) implies NoForbiddenSuite } for 9 State
check claimNobodyElseChooses { (no Dropped and Held = Interfere) implies NobodyElseChooses } for 9 State
check claimAgreement { (no Dropped and Held = Interfere) implies Agreement } for 9 State
check claimConfirmed { (no Dropped and Held = Interfere + Forge) implies Confirmed } for 9 State
check claimGapFree { (no Dropped and Held = Interfere + Forge) implies GapFree } for 9 State
check claimAtMostTwoEpochs { (no Dropped and Held = Interfere + Forge) implies AtMostTwoEpochs } for 9 State
check claimAtMostTwoEpochsOfBothEnds { (no Dropped and Held = Interfere) implies AtMostTwoEpochs } for 9 State
check claimNoDeadlock { (no Dropped and no Held) implies NoDeadlock } for 8 State
check claimNothingKnown { (no Dropped and Held = Interfere + Forge) implies Healing } for 9 State
check claimHealing { (no Dropped and Held = Interfere + Theft) implies Healing } for 9 State

// Rules that only refuse nonsense early: no claim needs them.
check claimWithoutTurns {
    (Dropped = MarkInTurn + Turn and Held = Interfere + Forge)
        implies (NonceOnce and NoForbiddenSuite and Confirmed and GapFree and AtMostTwoEpochs and Healing)
} for 6 State

run mutantTranscript { Dropped = Transcript and Held = Interfere and not Agreement } for 8 State
run mutantFreshShare { Dropped = FreshShare and Held = Interfere and not NonceOnce } for 6 State
run mutantAuthentic { Dropped = Authentic and Held = Interfere and not NobodyElseChooses } for 6 State
run mutantMarkObeyed { Dropped = MarkObeyed and no Held and not NoDeadlock } for 8 State
run mutantMarkSent { Dropped = MarkSent and no Held and not NoDeadlock } for 8 State
run mutantOneStep { Dropped = OneStep and Held = Interfere + Forge and not AtMostTwoEpochs } for 7 State
run mutantEpochNumber { Dropped = EpochNumber and Held = Interfere + Forge and not NonceOnce } for 7 State
run mutantSuiteAsked { Dropped = SuiteAsked and Held = Interfere + Forge and not NoForbiddenSuite } for 6 State
run mutantConfirm { Dropped = Confirm and Held = Interfere + Forge and not Confirmed } for 6 State
run mutantOldSecret { Dropped = OldSecret and Held = Interfere + Forge and some s: State | accepts[s] and E1 in time/next[s].knows } for 6 State
run mutantFreshSecret { Dropped = FreshSecret and Held = Theft and not Healing } for 6 State
run mutantPermit { Dropped = Permit and no Held and not NoForbiddenSuite } for 6 State
run mutantOwnChoice { Dropped = OwnChoice and no Held and not NoForbiddenSuite } for 6 State
run mutantWithdraw { Dropped = Withdraw and no Held and not NoDeadlock } for 7 State

// Runs to replay. A goal keeps runs apart that the solver would else give late or never.
pred sound { no Dropped }
pred quiet { sound and no Held }
pred wire { sound and Held = Interfere }
pred broken { sound and Held = Interfere + Forge }
run traceTwoEpochs { quiet and E2 in State.newest[I] } for 9 State
run traceSwitch { quiet and some s: State | accepts[s] and s.dSuite != s.suite[I][s.newest[I]] and s.dSuite != Weak } for 8 State
run traceSwitchToWeak { quiet and some s: State | accepts[s] and s.dSuite = Weak } for 8 State
run traceRefusedSuite { quiet and some s: State | refuses[s] and no s.seals[R] & E1 } for 8 State
run traceRefusedThenTaken { quiet and (some s: State | refuses[s]) and (some s: State | accepts[s]) } for 9 State
run traceEarlyOffer { quiet and (some s: State | s.kind = Ask and not fine[s]) and (some s: State | accepts[s]) } for 8 State
run tracePending { quiet and some s: State | s.kind = Say and s.who = R and pending[s, R] } for 8 State
run traceAllowPending { quiet and some s: State | s.kind = Allow and s.who = R and pending[s, R] } for 8 State
run traceOwnAllow { quiet and some s: State | s.kind = Allow and s.who = I and some s.offered } for 8 State
run traceNoticeInFlight { quiet and some disj s, t: State | s.mType = Notice and t.kind = Ask and s in inFlight[t, I] } for 8 State
run traceDrop { wire and some s: State | s.kind = Deliver and not inOrder[s] and s.of not in s.got } for 7 State
run traceReplay { wire and some s: State | s.kind = Deliver and s.of in s.got } for 7 State
run traceReplayedAnswer { wire and some s: State | s.kind = Deliver and s.of in s.got and s.of.mType = Answer } for 7 State
run traceReplayedOffer { wire and some s: State | s.kind = Deliver and s.of in s.got and s.of.mType = Offer } for 7 State
run traceGarble { wire and some s: State | s.kind = Garble and some s.of.mMark } for 7 State
run traceShare { wire and (some s: State | s.kind = ReplayShare) and (some s: State | accepts[s]) } for 7 State
run traceOtherContext { wire and time/first.root[R][E0] = Wrong and some s: State | s.kind = Deliver } for 6 State
run traceOtherSuite { wire and time/first.suite[I][E0] != time/first.suite[R][E0] and some s: State | s.kind = Deliver } for 6 State
run traceForgedOffer { broken and some s: State | answers[s] and some s.dForged } for 7 State
run traceForgedAnswer { broken and some s: State | s.breach = Confirm and some s.dForged } for 7 State
run traceSuiteChanged { broken and some s: State | s.breach = SuiteAsked + Confirm } for 7 State
run traceOfferChanged { broken and some s: State | s.breach = Confirm and no s.dForged } for 7 State
run traceNumber { broken and some s: State | EpochNumber in s.breach } for 7 State
run traceMark { broken and some s: State | MarkInTurn in s.breach } for 7 State
run traceTurn { broken and some s: State | Turn in s.breach } for 7 State
run traceForgedNotice { broken and some s: State | hears[s] and s.dList != s.of.mList and some s.dNum } for 7 State
run traceOfferWhilePending { broken and some s: State | s.who = R and OneStep in s.breach } for 7 State
run traceForbiddenOffer { broken and some s: State | refuses[s] and s.dSuite != s.of.mSuite } for 7 State
