package org.port17.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;

/** The owner of a lane, writing down what happens. */
final class Recorder implements LaneEvents {
    final List<byte[]> cells = new ArrayList<>();
    final List<Port17Exception> ends = new ArrayList<>();
    final List<BuildFailure> failures = new ArrayList<>();
    int emptied;
    Consumer<Frame> onCell = frame -> cells.add(bytes(frame));

    static byte[] bytes(Frame frame) {
        return Arrays.copyOfRange(
                frame.array(),
                frame.offset(),
                frame.offset() + frame.cellClass().size());
    }

    @Override
    public void cell(Frame frame) {
        onCell.accept(frame);
    }

    @Override
    public void emptied() {
        emptied++;
    }

    @Override
    public void buildFailed(BuildFailure why) {
        failures.add(why);
    }

    @Override
    public void destroyed(Port17Exception reason) {
        ends.add(reason);
    }
}
