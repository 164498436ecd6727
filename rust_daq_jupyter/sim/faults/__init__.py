"""Faults on order: what goes wrong, with which rpc and how often. Knows neither a service nor a client.

A fault is ordered as KIND:RPC[@WHEN][:MORE], or KIND[@WHEN][:MORE] where no RPC is named below.
"""

from rust_daq_jupyter.sim.faults.board import Faults, Visit
from rust_daq_jupyter.sim.faults.kinds import Daemon, Fault
from rust_daq_jupyter.sim.faults.order import KINDS, Order, parse

__all__ = ["KINDS", "TABLE", "Daemon", "Fault", "Faults", "Order", "Visit", "parse"]

TABLE = """\
faults:
  delay:RPC:SECONDS          carried out that much later
  refuse:RPC:CODE[:TEXT]     answered with a status, not carried out
  driver:RPC:KIND[:TEXT]     as refuse, in the way of a driver that tells its kind of failure: configuration,
                             invalid_parameter, initialization, communication, hardware, timeout,
                             permission, shutdown or unknown
  hang:RPC                   not carried out, never answered
  drop:RPC                   carried out, but the reply (of a stream: each message) never comes
  garble:RPC[:SEED]          carried out, but the bytes of the reply (or message) are damaged
  cut:RPC[:MESSAGES]         ends with UNAVAILABLE, as a lost connection does, in the place of the
                             reply, or of a stream's next message after so many
  disconnect:RPC[:MESSAGES]  as cut, and it is true: the connection of who asked is closed
  freeze:RPC:SECONDS         the whole process stops, as by SIGSTOP, before it is carried out
  restart:RPC:SECONDS        carried out, then the process goes away before it has replied, and is back
                             on the same port after that time, remembering nothing
  wedge-engine               the run engine is found running for ever, until a restart
  leak-slots[:COUNT]         COUNT of each host's 3 slots for camera streams are lost (default 3)
  lose-documents             events of plans are lost on their way to whoever streams documents

RPC is a name such as MoveAbsolute, or * for all. Behind the RPC (or the kind that takes none) may stand
  @firstN, @everyN or @pX    the first N times, every Nth time, or with probability X (the same each run)
which counts calls; for drop, garble and lose-documents it counts replies and messages.
"""
