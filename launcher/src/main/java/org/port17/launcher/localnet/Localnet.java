package org.port17.launcher.localnet;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.port17.api.Port17Exception;
import org.port17.authority.AuthorityKey;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.world.WorldPlaces;

/** Starts, finds and stops the network of a folder. */
public final class Localnet {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private final NetLayout layout;
    private final Progress progress;

    public Localnet(Path dir, Progress progress) {
        this.layout = new NetLayout(dir.toAbsolutePath().normalize());
        this.progress = progress;
    }

    public NetLayout layout() {
        return layout;
    }

    /**
     * Makes the folder and starts everything in it. On failure whatever was started is stopped again; the logs stay.
     *
     * @throws LaunchException if a network runs there already, the folder is not usable, or it does not come up
     */
    public NetRecord up(NetRequest request, Distribution distribution) throws LaunchException, InterruptedException {
        clearStale();
        try {
            NetPlan plan = prepare(request, distribution);
            return boot(plan);
        } catch (AccessDeniedException e) {
            throw LaunchException.failed(
                    "the folder " + layout.dir() + " cannot be written: choose another with --dir", e);
        } catch (FileSystemException e) {
            throw LaunchException.failed(
                    "the folder " + layout.dir() + " cannot be used (" + e.getMessage()
                            + "): choose another with --dir",
                    e);
        } catch (IOException e) {
            throw LaunchException.failed("the network cannot be started: " + e.getMessage(), e);
        }
    }

    private NetPlan prepare(NetRequest request, Distribution distribution) throws LaunchException, IOException {
        PrivateFolder.create(layout.dir());
        NetPlan plan = NetPlan.of(request);
        // First of all, so that whatever goes wrong from here on, the folder is known as ours.
        record(plan, unstarted(plan)).write(layout);
        distribution.copyTo(layout.home());
        if (request.world().isPresent()) {
            WorldPlaces.write(request.world().get(), layout.places());
        }
        PrivateFolder.create(layout.keys());
        for (String user : List.of("admin", "viewer")) {
            ConsoleKeys.make(layout.key(user), "port17-" + user);
        }
        InstanceFolder folder = new InstanceFolder(plan, layout, authorityKey(plan));
        for (Instance instance : plan.instances()) {
            folder.write(instance);
        }
        return plan;
    }

    private String authorityKey(NetPlan plan) throws LaunchException, IOException {
        Instance host = plan.instances().stream()
                .filter(Instance::isAuthority)
                .findFirst()
                .orElseThrow();
        Path state = layout.data(host.name()).resolve("port17");
        PrivateFolder.create(layout.instance(host.name()));
        PrivateFolder.create(layout.data(host.name()));
        PrivateFolder.create(state);
        try {
            return AuthorityKey.create(state.resolve("authority"));
        } catch (Port17Exception e) {
            throw LaunchException.failed("the authority's key cannot be made: " + e.getMessage(), e);
        }
    }

    private NetRecord boot(NetPlan plan) throws LaunchException, IOException, InterruptedException {
        Starter starter = plan.request().compact()
                ? new CompactProcess(layout, plan.instances())
                : InstanceProcess.of(layout, plan.request().tuning());
        Boot boot = new Boot(
                layout,
                plan.instances(),
                starter,
                members -> record(plan, members).write(layout),
                progress);
        Thread onInterrupt = Hooks.add(() -> {
            boot.cancel();
            stop(boot.members());
        });
        boolean ready = false;
        try (ConsoleClient console = new ConsoleClient(layout, "viewer")) {
            boot.run(console);
            NetRecord record = record(plan, boot.members());
            record.write(layout);
            ready = true;
            return record;
        } finally {
            if (!ready) {
                stop(boot.members());
            }
            Hooks.remove(onInterrupt);
        }
    }

    private static List<NetRecord.Member> unstarted(NetPlan plan) {
        return plan.instances().stream()
                .map(instance -> new NetRecord.Member(instance, new ProcessRef(0, "")))
                .toList();
    }

    private static NetRecord record(NetPlan plan, List<NetRecord.Member> members) {
        return new NetRecord(plan.socks().text(), plan.http().text(), plan.authority(), members);
    }

    /** What an earlier, ended network left in the folder goes; one that runs, or a stranger's files, stop us. */
    private void clearStale() throws LaunchException, InterruptedException {
        Optional<NetRecord> old = NetRecord.read(layout);
        if (old.isPresent()) {
            long alive = old.get().members().stream()
                    .filter(m -> m.process().isAlive())
                    .count();
            if (alive > 0) {
                throw LaunchException.failed(
                        "a network runs in " + layout.dir() + " already: ./port17 localnet down --dir '" + layout.dir()
                                + "' stops it, ./port17 localnet status --dir '" + layout.dir() + "' shows it");
            }
            progress.step("clearing what an ended network left in " + layout.dir());
            down();
            return;
        }
        try {
            if (Files.isDirectory(layout.dir()) && !PrivateFolder.isEmpty(layout.dir())) {
                throw LaunchException.failed(
                        layout.dir() + " holds other files: choose an empty or new folder with --dir");
            }
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the folder " + layout.dir() + " cannot be read: choose another with --dir", e);
        }
    }

    /** The network in the folder, running or not. */
    public NetRecord find() throws LaunchException {
        return NetRecord.read(layout)
                .orElseThrow(() -> LaunchException.failed("there is no network in " + layout.dir()
                        + ": ./port17 localnet up --dir '" + layout.dir() + "' starts one"));
    }

    /**
     * Copies the logs of all instances into a folder, in place of what it holds.
     *
     * @return false if there are none
     */
    public boolean keepLogs(Path folder) throws IOException, LaunchException {
        Optional<NetRecord> record = NetRecord.read(layout);
        if (record.isEmpty()) {
            return false;
        }
        PrivateFolder.delete(folder);
        PrivateFolder.create(folder);
        for (NetRecord.Member member : record.get().members()) {
            String name = member.instance().name();
            for (Path log : List.of(layout.log(name), layout.output(name))) {
                if (Files.exists(log)) {
                    Files.copy(log, folder.resolve(name + "-" + log.getFileName()));
                }
            }
        }
        return true;
    }

    /** Stops every process and removes what {@link #up} made; the folder itself goes if it is empty then. */
    public void down() throws LaunchException, InterruptedException {
        NetRecord record = find();
        List<NetRecord.Member> left = stop(record.members());
        if (!left.isEmpty()) {
            throw LaunchException.failed("process " + left.get(0).process().pid() + " does not end: end it by hand");
        }
        try {
            for (NetRecord.Member member : record.members()) {
                PrivateFolder.delete(layout.instance(member.instance().name()));
            }
            PrivateFolder.delete(layout.home());
            PrivateFolder.delete(layout.keys());
            Files.deleteIfExists(layout.record());
            if (PrivateFolder.isEmpty(layout.dir())) {
                Files.delete(layout.dir());
            }
        } catch (IOException e) {
            throw LaunchException.failed(
                    "all processes ended, but not all files in " + layout.dir()
                            + " could be removed: remove the folder by hand",
                    e);
        }
    }

    /** SIGTERM to all, then SIGKILL to those that stay too long. Returns those that live on even so. */
    private static List<NetRecord.Member> stop(List<NetRecord.Member> members) {
        members.forEach(m -> m.process().terminate());
        List<NetRecord.Member> left = await(members, GRACE);
        left.forEach(m -> m.process().kill());
        return await(left, GRACE);
    }

    private static List<NetRecord.Member> await(List<NetRecord.Member> members, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        List<NetRecord.Member> left = alive(members);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
            left = alive(left);
        }
        return left;
    }

    private static List<NetRecord.Member> alive(List<NetRecord.Member> members) {
        return members.stream().filter(m -> m.process().isAlive()).toList();
    }
}
