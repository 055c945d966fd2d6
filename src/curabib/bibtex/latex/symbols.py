"""The tables between Unicode and TeX: accents, letters, typographic signs and mathematics.

The commands are those of the LaTeX kernel in the T1 encoding ("The LaTeX Companion", 2nd ed., section 7.11;
`ltoutenc.dtx`) and of plain TeX mathematics ("The TeXbook", appendix F); nothing needs a package.
"""

ACCENTS: dict[str, str] = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining mark to accent command, without its backslash."""

MARKS: dict[str, str] = {command: mark for mark, command in ACCENTS.items()} | {"h": "\u0309"}
"""Accent command to combining mark."""

LETTERS: dict[str, str] = {
    "ß": "ss",
    "ẞ": "SS",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "å": "aa",
    "Å": "AA",
    "ł": "l",
    "Ł": "L",
    "đ": "dj",
    "Đ": "DJ",
    "ð": "dh",
    "Ð": "DH",
    "þ": "th",
    "Þ": "TH",
    "ŋ": "ng",
    "Ŋ": "NG",
    "ı": "i",
    "ȷ": "j",
}
"""Letters that have a command of their own, without its backslash."""

SIGNS: dict[str, str] = {
    "\\": "textbackslash",
    "{": "textbraceleft",
    "}": "textbraceright",
    "^": "textasciicircum",
    "~": "textasciitilde",
    "`": "textasciigrave",
    "<": "textless",
    ">": "textgreater",
    "|": "textbar",
    "…": "dots",
    "§": "S",
    "¶": "P",
    "†": "dag",
    "‡": "ddag",
    "©": "copyright",
    "®": "textregistered",
    "™": "texttrademark",
    "£": "pounds",
    "¥": "textyen",
    "€": "texteuro",
    "¢": "textcent",
    "•": "textbullet",
    "·": "textperiodcentered",
    "°": "textdegree",
    "ª": "textordfeminine",
    "º": "textordmasculine",
    "¡": "textexclamdown",
    "¿": "textquestiondown",
    "«": "guillemotleft",
    "»": "guillemotright",
    "‹": "guilsinglleft",
    "›": "guilsinglright",
    "‚": "quotesinglbase",
    "„": "quotedblbase",
    "№": "textnumero",
}
"""Signs that have a text command, without its backslash."""

PLAIN: dict[str, str] = {
    "&": "\\&",
    "%": "\\%",
    "#": "\\#",
    "_": "\\_",
    "$": "\\$",
    "–": "--",
    "—": "---",
    "―": "---",
    "‐": "-",
    "‑": "-",
    "‒": "--",
    "‘": "`",
    "’": "'",
    "ʼ": "'",
    "ʻ": "`",
    "ʹ": "'",
    "“": "``",
    "”": "''",
    "′": "'",
    "″": "''",
    "\u00a0": "~",
    "\u202f": "~",
    "\u00ad": "",
    "ŀ": "l{\\textperiodcentered}",
    "Ŀ": "L{\\textperiodcentered}",
}
"""Signs that are written without a special character."""

FOLDED: dict[str, str] = {
    "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ĸ": "k", "ə": "e", "Ə": "E", "ƀ": "b", "ɓ": "b", "Ɓ": "B",
    "ɗ": "d", "Ɗ": "D", "ƙ": "k", "Ƙ": "K", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɨ": "i", "ƴ": "y",
    "Ƴ": "Y", "ǥ": "g", "Ǥ": "G", "ɣ": "g", "ʒ": "z", "Ʒ": "Z", "ŉ": "'n", "ơ": "o", "Ơ": "O", "ư": "u",
    "Ư": "U", "ʔ": "'", "ʿ": "`", "ʾ": "'", "ⱥ": "a", "ȼ": "c", "ɉ": "j", "ɍ": "r", "ɏ": "y", "ƶ": "z",
}  # fmt: skip
"""Latin letters without a LaTeX form in T1, and the ASCII letters that pdfLaTeX prints in their place."""

_GREEK = (
    "α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa "
    "λ lambda μ mu µ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi "
    "ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi "
    "Ω Omega"
)
_SYMBOLS = (
    "∞ infty ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≃ simeq ≅ cong ∝ propto ± pm ∓ mp × times ÷ div "
    "∗ ast ⋆ star ★ star ∘ circ ∙ bullet ⋅ cdot ⊕ oplus ⊖ ominus ⊗ otimes ⊙ odot ∩ cap ∪ cup ⊂ subset "
    "⊃ supset ⊆ subseteq ⊇ supseteq ∈ in ∉ notin ∋ ni ∀ forall ∃ exists ¬ neg ∧ wedge ∨ vee ∅ emptyset "
    "∇ nabla ∂ partial ∫ int ∑ sum ∏ prod √ surd ∠ angle ⊥ perp ∥ parallel ∣ mid → rightarrow ← leftarrow "
    "↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↑ uparrow ↓ downarrow ↦ mapsto "
    "⟶ longrightarrow ⟵ longleftarrow ↗ nearrow ↘ searrow ℓ ell ℏ hbar ℜ Re ℑ Im ℵ aleph ≪ ll ≫ gg "
    "≺ prec ≻ succ ⟨ langle ⟩ rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ♯ sharp ♭ flat ♮ natural ♠ spadesuit "
    "♣ clubsuit ♥ heartsuit ♢ diamondsuit △ triangle ⋯ cdots ⋮ vdots ⋱ ddots ∖ setminus ⊢ vdash ⊨ models "
    "≍ asymp ≐ doteq ⋃ bigcup ⋂ bigcap ⊤ top ⊔ sqcup ⊓ sqcap"
)


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return {words[i]: f"\\{words[i + 1]}" for i in range(0, len(words) - 1, 2)}


GREEK: dict[str, str] = _pairs(_GREEK) | {
    letter: f"\\mathrm{{{latin}}}" for letter, latin in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)
}
"""Greek letters as mathematics."""

MATH: dict[str, str] = (
    _pairs(_SYMBOLS)
    | {digit: f"_{value}" for value, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {digit: f"^{value}" for value, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    | {
        "−": "-",
        "⁺": "^+",
        "⁻": "^-",
        "₊": "_+",
        "₋": "_-",
        "ⁿ": "^n",
        "ₙ": "_n",
        "ᵢ": "_i",
        "ⱼ": "_j",
        "ₖ": "_k",
    }
)
"""Mathematical signs, as what stands between the dollars."""

SAFE_MATH: dict[str, int] = dict.fromkeys(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho "  # noqa: SIM905
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon "
    "Phi Psi Omega infty leq le geq ge neq ne approx equiv sim simeq cong propto pm mp times div ast star circ "
    "bullet cdot oplus ominus otimes odot cap cup subset supset subseteq supseteq in notin ni forall exists neg "
    "wedge land vee lor emptyset nabla partial int oint sum prod surd angle perp parallel mid rightarrow "
    "to leftarrow gets leftrightarrow Rightarrow Leftarrow Leftrightarrow uparrow downarrow mapsto "
    "longrightarrow longleftarrow nearrow searrow ell hbar Re Im aleph ll gg prec succ langle rangle lfloor "
    "rfloor lceil rceil sharp flat natural triangle cdots ldots dots vdots ddots setminus vdash models asymp "
    "doteq bigcup bigcap top bot log ln lg exp sin cos tan cot sinh cosh tanh min max sup inf lim limsup liminf "
    "arg det dim ker deg gcd Pr quad qquad prime backslash | , ; : ! _ % # & $".split(),
    0,
)
SAFE_MATH |= dict.fromkeys(
    "sqrt mathbf mathrm mathcal mathit mathsf mathtt mathbb mathfrak boldsymbol hat tilde bar vec dot ddot "  # noqa: SIM905
    "widehat widetilde overline underline".split(),
    1,
)
SAFE_MATH["frac"] = 2
"""Control sequences that may stand in mathematics taken from a list, and how many arguments in braces each
takes: none reads, writes, defines or loops."""
