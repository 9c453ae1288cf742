package org.port17.rehearsal;

import org.port17.api.Port17Exception;
import org.port17.cell.Frame;
import org.port17.link.LaneEvents;

final class Silent implements LaneEvents {
    @Override
    public void cell(Frame frame) {}

    @Override
    public void destroyed(Port17Exception reason) {}
}
