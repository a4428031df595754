"""Language tags as rules have them, from what corpora call languages."""

from __future__ import annotations

import functools
import re

# ISO 639-1 codes, each with the longer codes of the same language: those of ISO 639-2 (for use in terms, then
# that of libraries where it differs), and those of ISO 639-3 for the one language that texts labelled with
# the code of a whole group are nearly always in, as language identification tells them apart.
_CODES = """
aa aar, ab abk, ae ave, af afr, ak aka, am amh, an arg, ar ara arb, as asm, av ava, ay aym, az aze
azj, ba bak, be bel, bg bul, bh bih, bi bis, bm bam, bn ben, bo bod tib, br bre, bs bos, ca cat, ce
che, ch cha, co cos, cr cre, cs ces cze, cu chu, cv chv, cy cym wel, da dan, de deu ger, dv div, dz
dzo, ee ewe, el ell gre, en eng, eo epo, es spa, et est ekk, eu eus baq, fa fas per pes, ff ful, fi
fin, fj fij, fo fao, fr fra fre, fy fry, ga gle, gd gla, gl glg, gn grn, gu guj, gv glv, ha hau, he
heb, hi hin, ho hmo, hr hrv, ht hat, hu hun, hy hye arm, hz her, ia ina, id ind, ie ile, ig ibo, ii
iii, ik ipk, io ido, is isl ice, it ita, iu iku, ja jpn, jv jav, ka kat geo, kg kon, ki kik, kj kua,
kk kaz, kl kal, km khm, kn kan, ko kor, kr kau, ks kas, ku kur kmr, kv kom, kw cor, ky kir, la lat,
lb ltz, lg lug, li lim, ln lin, lo lao, lt lit, lu lub, lv lav lvs, mg mlg plt, mh mah, mi mri mao,
mk mkd mac, ml mal, mn mon khk, mr mar, ms msa may zsm, mt mlt, my mya bur, na nau, nb nob, nd nde,
ne nep npi, ng ndo, nl nld dut, nn nno, no nor, nr nbl, nv nav, ny nya, oc oci, oj oji, om orm, or
ori ory, os oss, pa pan, pi pli, pl pol, ps pus pbt, pt por, qu que, rm roh, rn run, ro ron rum, ru
rus, rw kin, sa san, sc srd, sd snd, se sme, sg sag, si sin, sk slk slo, sl slv, sm smo, sn sna, so
som, sq sqi alb als, sr srp, ss ssw, st sot, su sun, sv swe, sw swa swh, ta tam, te tel, tg tgk, th
tha, ti tir, tk tuk, tl tgl, tn tsn, to ton, tr tur, ts tso, tt tat, tw twi, ty tah, ug uig, uk ukr,
ur urd, uz uzb uzn, ve ven, vi vie, vo vol, wa wln, wo wol, xh xho, yi yid ydd, yo yor, za zha, zh
zho chi cmn, zu zul
"""
_SHORTER = {
    longer: shorter
    for shorter, *others in (entry.split() for entry in _CODES.replace("\n", " ").split(","))
    for longer in others
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_UNKNOWN = ("", "und", "unk", "unknown")


def is_tag(text: str) -> bool:
    """Whether a text has the form of a tag, such as `en`, `pt-BR` or `zho-Hant`."""
    return _TAG.fullmatch(text) is not None


@functools.lru_cache(maxsize=1 << 10)
def tag_of(told: str) -> str:
    """A BCP 47 tag in lower case, with the shortest code there is for its language (RFC 5646, 2.2.1).

    Args:
        told: a tag or a code of ISO 639, maybe with a script or region: `de-CH`, `deu`, `zho_Hant`.

    Returns:
        the tag; empty where it says that the language is unknown.
    """
    code, *others = told.strip().lower().replace("_", "-").split("-")
    return "" if code in _UNKNOWN else "-".join([_SHORTER.get(code, code), *others])
