"""TeX and Unicode: encode, decode, and the protection of capitals in titles."""

from curabib.bibtex.latex.decode import decode as decode
from curabib.bibtex.latex.encode import encode as encode
from curabib.bibtex.latex.encode import encode_address as encode_address
from curabib.bibtex.latex.encode import unencodable as unencodable
from curabib.bibtex.latex.protect import protect_title as protect_title
