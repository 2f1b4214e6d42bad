"""What is asked of the machine a root lies on: its schedulers, its disk, its clock; nothing is changed."""

from __future__ import annotations

from moie_tui.domain.errors import MoieError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.checkup import Checkup
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.domain.machine import Machine
    from moie_tui.domain.plan import Cancel, Clock, Progress
    from moie_tui.domain.surroundings import Surroundings
    from moie_tui.domain.timer import Timers
    from moie_tui.storage.stores import Stores


class Outside:
    """The readings that look beyond the files of a root; they ask other programs, and may take seconds."""

    stores: Stores
    clock: Clock

    def machine(self) -> Machine:
        """How busy the machine is: its counters, two samples of which tell what went on between them."""
        from moie_tui.processes.machine import sample

        return sample()

    def timers(self) -> Timers:
        """What starts pulses and checks of this root by the clock, and what else beats it."""
        from moie_tui.timers.desk import look

        return look(self.stores, self.clock)

    def surroundings(self) -> Surroundings:
        """What no document tells of a silent heart; schedulers that can't be asked are no error."""
        from moie_tui.operations.surroundings import look_around

        try:
            timers, problem = self.timers(), ""
        except (MoieError, OSError) as error:
            timers, problem = None, error.line() if isinstance(error, MoieError) else str(error)
        return look_around(self.stores, self.clock(), timers, problem)

    def silence(self) -> Silence | None:
        """Why the heart is silent; None while it beats, or where there is no root."""
        from moie_tui.domain.diagnosis import diagnose
        from moie_tui.domain.judge import judge
        from moie_tui.domain.silent import is_silent
        from moie_tui.storage.look import Looker

        now = self.clock()
        view = Looker(self.stores).look(now)
        judgement = judge(view, now)
        return diagnose(view, judgement, self.surroundings(), now) if is_silent(view, judgement) else None

    def examine(self, progress: Progress | None = None, cancel: Cancel | None = None) -> Checkup:
        """Everything `doctor` looks at, and why the heart is silent; changes nothing."""
        from moie_tui.domain.plan import Never, Silent
        from moie_tui.operations.checkup.heart import with_silence
        from moie_tui.operations.doctor import examine

        checkup = examine(self.stores, self.clock(), progress or Silent(), cancel or Never())
        return with_silence(checkup, self.silence())
