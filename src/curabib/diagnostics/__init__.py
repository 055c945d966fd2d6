"""Diagnostics: the code table, the value that reports a problem, and the result of a stage."""

from curabib.diagnostics.code import CODES as CODES
from curabib.diagnostics.code import Code as Code
from curabib.diagnostics.diagnostic import Diagnostic as Diagnostic
from curabib.diagnostics.diagnostic import Edit as Edit
from curabib.diagnostics.diagnostic import Fix as Fix
from curabib.diagnostics.diagnostic import Related as Related
from curabib.diagnostics.diagnostic import Result as Result
from curabib.diagnostics.diagnostic import Severity as Severity
from curabib.diagnostics.diagnostic import diagnose as diagnose
from curabib.diagnostics.error import CurabibError as CurabibError
