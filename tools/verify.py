#!/usr/bin/env python3
"""
Checks a city's ledger (存证本) and recounts every number that the city publishes.

    python3 verify.py https://pingyi.example.gov.cn    the city itself, over the network
    python3 verify.py folder                           a copy, made with: wget -x -nH -i <address>/open/mirror.txt

Needs Python 3.9 or newer and nothing else. Ends with 0 when everything agrees, with 1 when something does not (each
difference is named), with 2 when the log cannot be read at all.

Written from docs/ledger.md, as a second opinion on the program in server/domain/trust: the two share no line. The other
one lives by the rules of the procedure, and asks of every act whether it was allowed. This one does not. It takes it
that an act happened as logged, and asks whether what is published follows from it: whether the entries are those that
were signed for, whether nothing was taken out or put in, whether each word fits its commitment, whether each 群众确认
was opened with the citizen's own key, and whether every figure is what one gets by counting.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import concurrent.futures
import csv
import datetime
import decimal
import fractions
import gzip
import hashlib
import http.client
import io
import json
import math
import os
import re
import signal
import socket
import sys
import time
import unicodedata
import urllib.error
import urllib.request

# ── 1. Where the files come from ──────────────────────────────────────────────────────────────────────────────────────


class Unreadable(Exception):
    """The log cannot be read, so that nothing can be said about it."""


class Missing(Exception):
    """A file is not there."""


def place_of(folder: str, path: str) -> str:
    """Where a file lies in a folder. Some names come out of the log: none may lead out of the folder."""
    parts = path.split("/")
    if not all(re.fullmatch(r"[\w@~+=,()[\]-][\w.@~+=,()[\]-]*", part, re.ASCII) for part in parts):
        raise ValueError(f"文件名 {shown(path)} 不该有")
    return os.path.join(folder, *parts)


class Folder:
    """A copy of the city's files, as wget or --into leaves them."""

    def __init__(self, path: str):
        self.root = self.find(path)

    @staticmethod
    def find(path: str) -> str:
        """The folder that has `log/checkpoint`: this one, or one inside it."""
        for folder, _, files in os.walk(path):
            if os.path.basename(folder) == "log" and "checkpoint" in files:
                return os.path.dirname(folder)
        raise Unreadable(f"{path} 里没有 log/checkpoint，不是一份镜像。")

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        try:
            with open(place_of(self.root, path), "rb") as file:
                return file.read()
        except OSError as problem:
            raise Missing(path) from problem

    def read_many(self, paths):
        """The bytes of many files, in order; None for one that is not there."""
        for path in paths:
            try:
                yield self.read(path)
            except Missing:
                yield None

    def has_changed(self) -> bool:
        """A copy stays as it is."""
        return False


class Address:
    """A city on the network. With a folder to keep them in, parts of the log that are final are fetched once."""

    def __init__(self, address: str, folder: str | None):
        self.base = address.rstrip("/")
        self.folder = folder
        self.seen: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        """The bytes of a file, from the folder where they are final, else from the network."""
        place = place_of(self.folder or "", path)
        kept = place if self.folder else None
        # A full tile or bundle never changes (tlog-tiles); everything else may.
        is_final = path.startswith("log/tile/") and ".p/" not in path
        if kept and is_final and os.path.exists(kept):
            with open(kept, "rb") as file:
                return file.read()
        content = self.fetch(path)
        if kept:
            write_whole(kept, content)
        if path == "open/city.json":
            self.seen[path] = content
        return content

    def fetch(self, path: str) -> bytes:
        """Asks the city; again, and more slowly, when the network stumbles or the city asks for patience."""
        address = f"{self.base}/{path}"
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        for pause in (1, 4, 15, 60, 0):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    content = answer.read()
                    return gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content
            except urllib.error.HTTPError as problem:
                if problem.code in (404, 410):
                    raise Missing(path) from problem
                # 429 is 请求太多; from 500 on it is the city's own trouble. Anything else will not become better.
                if pause == 0 or (problem.code != 429 and problem.code < 500):
                    raise Unreadable(f"{address}：{problem}") from problem
            except (OSError, EOFError, http.client.HTTPException) as problem:
                is_refused = isinstance(getattr(problem, "reason", None), (ConnectionRefusedError, socket.gaierror))
                if pause == 0 or is_refused:
                    raise Unreadable(f"{address}：{problem}") from problem
            time.sleep(pause)
        raise Unreadable(address)

    def read_or_none(self, path: str) -> bytes | None:
        """The bytes of a file; None when it is not there."""
        try:
            return self.read(path)
        except Missing:
            return None

    def read_many(self, paths):
        """The same for many files, several at a time, in order."""
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            yield from pool.map(self.read_or_none, paths)

    def has_changed(self) -> bool:
        """Whether the city has published again since it was first read: then what was read may not belong together."""
        before = self.seen.get("open/city.json")
        return before is not None and self.fetch("open/city.json") != before


def write_whole(path: str, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, whenever one is interrupted."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.replace(path + ".part", path)


# ── 2. Bytes, hashes, commitments ─────────────────────────────────────────────────────────────────────────────────────


def sha256(content: bytes) -> bytes:
    """SHA-256 (FIPS 180-4)."""
    return hashlib.sha256(content).digest()


def to_base64url(content: bytes) -> str:
    """URL-safe Base64 without padding (RFC 4648 §5): how hashes and salts are written in the log."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """Bytes of standard Base64 (RFC 4648 §4). Raises ValueError for anything that is not their one spelling."""
    content = base64.b64decode(text, validate=True)
    if base64.b64encode(content).decode() != text:
        raise ValueError("不是规范的 base64")
    return content


def from_base64url(text: str) -> bytes:
    """The 32 bytes of a hash or a salt. Raises ValueError for anything that is not their one spelling."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(content) != 32 or to_base64url(content) != text:
        raise ValueError("不是 32 字节的 base64url")
    return content


def canonical(value) -> bytes:
    """The one way in which a value of the log is written: keys sorted, no white space, UTF-8 (RFC 8785, restricted)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_plain(value) -> bool:
    """Whether a value is made only of what the log allows: text, whole numbers, true and false, lists, objects."""
    if isinstance(value, (str, bool)):
        return True
    if isinstance(value, int):
        return abs(value) <= 2**53 - 1
    if isinstance(value, list):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain_key, value)) and all(map(is_plain, value.values()))
    return False


def is_plain_key(key: str) -> bool:
    """Names of fields are printable ASCII, so that every language sorts them alike."""
    return key != "" and key.isascii() and key.isprintable()


def read_entry(content: bytes):
    """An entry from its bytes. Raises ValueError unless they are exactly its canonical form."""
    value = json.loads(content.decode())
    if not isinstance(value, dict) or not is_plain(value) or canonical(value) != content:
        raise ValueError("不是规范写法")
    if not unicodedata.is_normalized("NFC", content.decode()):
        raise ValueError("文字不是 NFC 形式")
    return value


def commitment(content, salt: str) -> str:
    """SHA-256(salt ‖ canonical content): says nothing until both are shown, and fits nothing else afterwards."""
    return to_base64url(sha256(from_base64url(salt) + canonical(content)))


# ── 3. The tree (RFC 6962 §2.1) ───────────────────────────────────────────────────────────────────────────────────────


class Tree:
    """Hashes of all complete subtrees: `levels[h][i]` covers the 2^h entries from entry i·2^h on."""

    def __init__(self, leaves: list[bytes]):
        self.levels = [leaves]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([sha256(b"\1" + below[i] + below[i + 1]) for i in range(0, len(below) - 1, 2)])

    def root(self, size: int) -> bytes:
        """Root of the tree of the first `size` entries: its complete subtrees, joined from the right."""
        parts = []
        at = 0
        for height in range(len(self.levels) - 1, -1, -1):
            if size - at >= 2**height:
                parts.append(self.levels[height][at >> height])
                at += 2**height
        if not parts:
            return sha256(b"")
        root = parts.pop()
        while parts:
            root = sha256(b"\1" + parts.pop() + root)
        return root


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962: hash of an entry."""
    return sha256(b"\0" + entry)


def tile_path(level, index: int, width: int) -> str:
    """Address of a tile or, with level "entries", of a bundle (c2sp.org/tlog-tiles): 1234067 is x001/x234/067."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"log/tile/{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


def tiles_of(count: int):
    """The tiles that hold `count` hashes or entries: (place, width) of each."""
    return [(start // 256, min(256, count - start)) for start in range(0, count, 256)]


def split_bundle(content: bytes):
    """The entries of a bundle, each behind its length (16 bits, big-endian)."""
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        entry = content[at + 2 : at + 2 + length]
        if len(entry) != length:
            raise ValueError("条目包不完整")
        yield entry
        at += 2 + length


# ── 4. Signatures (RFC 8032, c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature) ─────────────────────────────────

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD


def point_from(content: bytes):
    """A point of the curve from its 32 bytes (RFC 8032 §5.1.3), as X, Y, Z, T; None when there is no such point."""
    number = int.from_bytes(content, "little")
    y, sign = number % 2**255, number >> 255
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if x * x % FIELD != square or (x == 0 and sign):
        return None
    if x % 2 != sign:
        x = FIELD - x
    return (x, y, 1, x * y % FIELD)


def add_points(p, q):
    """Sum of two points (RFC 8032 §5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % FIELD, (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c, d = 2 * p[3] * q[3] * CURVE_D % FIELD, 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def times(number: int, point):
    """A point added to itself `number` times."""
    total = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            total = add_points(total, point)
        point = add_points(point, point)
        number >>= 1
    return total


BASE_POINT = point_from((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds (RFC 8032 §5.1.7). Takes some milliseconds; it is asked a few times only."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    key, nonce = point_from(public_key), point_from(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    left, right = times(scalar, BASE_POINT), add_points(nonce, times(digest, key))
    return (left[0] * right[2] - right[0] * left[2]) % FIELD == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % FIELD == 0


def read_verifier_key(text: str):
    """`name+key id+base64(type ‖ key)` as (name, id, type, key). Raises ValueError where id and key do not match."""
    name, key_id, material = text.split("+", 2)
    content = from_base64(material)
    if len(content) != 33 or sha256(name.encode() + b"\n" + content)[:4].hex() != key_id:
        raise ValueError(f"公钥写法不对：{text}")
    return name, bytes.fromhex(key_id), content[0], content[1:]


def read_note(note: bytes):
    """A signed note as its text and its signatures [(name, key id, signature)]."""
    text, gap, lines = note.decode().rpartition("\n\n")
    signatures = []
    for line in lines.splitlines():
        dash, name, encoded = line.split(" ")
        content = from_base64(encoded)
        if dash != "—" or len(content) < 5:
            raise ValueError("签名行写法不对")
        signatures.append((name, content[:4], content[4:]))
    if not gap or not lines.endswith("\n") or not signatures:
        raise ValueError("没有签名")
    return text + "\n", signatures


class Checkpoint:
    """A signed statement of how many entries the log has and what their root is."""

    def __init__(self, text: str, signatures: list):
        self.text, self.signatures = text, signatures
        self.origin, size, root = self.text.split("\n")[:3]
        if not re.fullmatch("0|[1-9][0-9]{0,14}", size):
            raise ValueError(f"检查点的条数写成 {shown(size)}")
        self.size, self.root = int(size), from_base64(root)

    @classmethod
    def kept(cls, content: bytes) -> Checkpoint:
        """One that somebody kept: the whole note, or only its three lines, as a newspaper prints them."""
        text = content.decode().replace("\r", "").strip("\ufeff\n") + "\n"
        return cls(*read_note(text.encode())) if "\n\n" in text else cls(text, [])

    def is_signed_by(self, verifier_key: str) -> bool:
        """Whether a signature is by this key and holds: of the log itself (type 1) or of a witness (type 4)."""
        name, key_id, kind, key = read_verifier_key(verifier_key)
        for signer, signer_id, signature in self.signatures:
            if (signer, signer_id) != (name, key_id):
                continue
            if kind == 1 and is_signed(key, self.text.encode(), signature):
                return True
            if kind == 4 and len(signature) == 72 and self.is_cosigned(key, signature):
                return True
        return False

    def is_cosigned(self, key: bytes, signature: bytes) -> bool:
        """A witness signs the checkpoint together with the time (seconds since 1970) at which it saw it."""
        message = f"cosignature/v1\ntime {int.from_bytes(signature[:8], 'big')}\n{self.text}"
        return is_signed(key, message.encode(), signature[8:])


# ── 5. What is found ──────────────────────────────────────────────────────────────────────────────────────────────────


class Check:
    """One thing that was checked: what was looked at, and what does not agree."""

    def __init__(self, title: str):
        self.title = title
        self.summary = ""
        # Why it was left out, if it was.
        self.skipped = ""
        self.differences: list[dict] = []

    def differ(self, text: str, **details) -> None:
        """Notes a difference; details go to --json."""
        self.differences.append({"text": text, **details})

    def compare(self, where: str, published, recounted) -> None:
        """Notes a difference for every value inside that is not the same, with its place."""
        if isinstance(published, dict) and isinstance(recounted, dict):
            for name in [*recounted, *(key for key in published if key not in recounted)]:
                inner = f"{where}.{name}" if where else name
                self.compare(inner, published.get(name, ABSENT), recounted.get(name, ABSENT))
        elif isinstance(published, list) and isinstance(recounted, list) and len(published) == len(recounted):
            for place, (one, other) in enumerate(zip(published, recounted)):
                self.compare(f"{where}[{place}]", one, other)
        # In Python True equals 1; in what is published it does not.
        elif type(published) is not type(recounted) or published != recounted:
            self.differ(f"{where}：公布 {shown(published)}，重算 {shown(recounted)}", where=where)

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, _):
        """What cannot be read or made sense of is a difference like any other, and ends only this check."""
        if isinstance(problem, Missing):
            self.differ(f"缺少文件 {problem}")
            return True
        if isinstance(problem, (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)):
            self.differ(f"内容不合格式：{kind.__name__} {problem}")
            return True
        return False


class Absent:
    """Stands for a value that is not there."""

    def __repr__(self):
        return "（没有）"


ABSENT = Absent()


def shown(value) -> str:
    """A value as the report prints it, shortened."""
    text = repr(value) if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "…"


# ── 6. Cases: what each act does to the facts ─────────────────────────────────────────────────────────────────────────

# The facts of a case, as /open/cases publishes them, on the day on which it comes in.
NEW_FACTS = {
    "number": None, "state": "received", "exit": None, "topic": None, "department": None, "coDepartments": [],
    "nature": None, "assignedOn": None, "acceptedOn": None, "acceptDue": None, "due": None, "paused": False,
    "returns": 0, "transfers": 0, "extensions": 0, "claims": 0, "result": None, "reworks": 0, "checked": None,
    "failedCheck": False, "answer": None, "answerProof": None, "revisit": None, "reachable": False, "supervision": 0,
    "basis": None, "closure": None, "closedOn": None, "onTime": None, "erased": False,
}  # fmt: skip


class Case:
    """A case while its entries are read: its facts, its six locks, and how far its history has come."""

    def __init__(self, entry: dict):
        self.facts = {
            **NEW_FACTS, "id": entry["id"], "week": entry["w"], "channel": entry["ch"], "kind": entry["k"],
            "named": entry.get("d"),
        }  # fmt: skip
        self.locks = {"yes": entry["y"], "no": entry["x"]}
        # Somebody beside the author may know the code: it was written down by staff, or passed through the server.
        self.is_code_seen = entry.get("s", False) or entry["by"] != "citizen"
        self.last = 1
        self.day = entry["w"]
        # The lot fell on it (抽查).
        self.drawn = False
        # Step whose text the public may read; none before 受理, and none any more once it is filed or erased.
        self.text_at: int | None = None

    def has_public_text(self) -> bool:
        """Whether everybody may read what it is about."""
        return self.text_at is not None and self.facts["state"] in PUBLIC_STATES and not self.facts["erased"]

    def round(self) -> int:
        """Which pair of locks the author answers with, counted from 0: the next one after each rework, three in all."""
        return min(self.facts["reworks"], 2)


def take_up(case, given, entry):
    """受理: it is an 有效意见 from now on."""
    case.facts.update(exit="EFFECTIVE", topic=given.get("topic", case.facts["topic"]))
    case.facts.update(kind=given.get("kind", case.facts["kind"]), number=entry.get("no", case.facts["number"]))


def release(case, given, entry):
    """No department holds the case any more; its clocks stop."""
    case.facts.update(department=None, coDepartments=[], nature=None, assignedOn=None, acceptedOn=None)
    case.facts.update(acceptDue=None, due=None, paused=False)


def file_away(case, given, entry):
    """不予交办."""
    case.facts["exit"] = given["exit"]
    release(case, given, entry)


def merge(case, given, entry):
    """归并: counted once, with the case that it joins."""
    case.facts["exit"] = "DUPLICATE"


def take_back(case, given, entry):
    """Merging or filing is undone: the case is looked at anew."""
    case.facts["exit"] = None


def assign(case, given, entry):
    """交办."""
    helpers = [code for code in given.get("coDepartments", []) if code != given["department"]]
    case.facts.update(department=given["department"], coDepartments=helpers, nature=given["nature"])
    case.facts.update(assignedOn=entry["day"])


def accept(case, given, entry):
    """签收; also what becomes of a 退回 that was refused."""
    case.facts["acceptedOn"] = entry["day"]


def end_help(case, given, entry):
    """解除协办."""
    case.facts["coDepartments"] = [code for code in case.facts["coDepartments"] if code not in given["coDepartments"]]


def draw(case, given, entry):
    """抽中: somebody independent will look at it."""
    case.drawn = True


def join(case, given, entry):
    """会办: departments that help."""
    both = dict.fromkeys([*case.facts["coDepartments"], *given["coDepartments"]])
    case.facts["coDepartments"] = [code for code in both if code != case.facts["department"]]


def pause(case, given, entry):
    """The completion clock stands still."""
    case.facts["paused"] = True


def go_on(case, given, entry):
    """The completion clock runs again."""
    case.facts["paused"] = False


def stop_clock(case, given, entry):
    """The completion clock ends."""
    case.facts.update(due=None, paused=False)


def one_more(name: str):
    """Counts an act."""

    def add(case, given, entry):
        case.facts[name] += 1

    return add


def claim(result: str):
    """申请销号 with result A, C or D. It is on time when the completion clock has not run out that day."""

    def apply(case, given, entry):
        due = case.facts["due"]
        case.facts.update(result=result, closure="ordinary", onTime=due is not None and entry["day"] <= due)
        case.facts["claims"] += 1

    return apply


def rework(case, given, entry):
    """重办: what was claimed, checked and answered in this round counts no longer."""
    case.facts.update(result=None, checked=None, answer=None, answerProof=None, closure=None)
    case.facts["reworks"] += 1


def pass_check(case, given, entry):
    """独立核实通过."""
    case.facts["checked"] = "passed"


def fail_check(case, given, entry):
    """独立核实不通过; remembered, whatever comes later."""
    case.facts["failedCheck"] = True


def confirm(case, given, entry):
    """认可 by the author."""
    case.facts.update(answer="yes", answerProof="lock" if given["proof"].startswith("lock:") else "seen")


def close(case, given, entry):
    """销号 or 办结. On whose word, follows from what came before; what the entry says is compared elsewhere."""
    case.facts.update(basis=basis_of(case.facts), closedOn=entry["day"], reachable=entry.get("reach", False))
    stop_clock(case, given, entry)


def basis_of(facts: dict) -> str:
    """销号依据: the author's lock, else an independent check, else the office alone."""
    if facts["answer"] == "yes" and facts["answerProof"] == "lock":
        return "citizen"
    return "independent" if facts["checked"] == "passed" else "office"


def close_as(closure: str):
    """研判销号 or 移交销号."""

    def apply(case, given, entry):
        case.facts.update(closure=closure, result="A")

    return apply


def reopen(case, given, entry):
    """A closed case is worked on again."""
    rework(case, given, entry)
    case.facts.update(basis=None, closedOn=None, onTime=None, reachable=False)


def leave_account(case, given, entry):
    """挂账 ends; the department works on."""
    case.facts.update(result=None, paused=False)


def supervise(case, given, entry):
    """督办 at least at this level; 催办 is level 1."""
    level = given.get("level", 2) if entry["act"] == "supervise" else 1
    case.facts["supervision"] = max(case.facts["supervision"], level)


def list_publicly(case, given, entry):
    """挂牌督办."""
    case.facts["supervision"] = 4


def delist(case, given, entry):
    """摘牌."""
    case.facts["supervision"] = 0


def revisit(case, given, entry):
    """回访. Who could not be reached takes back nothing of what was said before."""
    if given["revisitAnswer"] != "unreachable" or case.facts["revisit"] is None:
        case.facts["revisit"] = given["revisitAnswer"]


def erase(case, given, entry):
    """The texts were destroyed; the case goes on counting."""
    case.facts["erased"] = True


# Act: (type of its entry, state afterwards or None where it stays, what it does to the facts).
ACTS = {
    "takeUp": ("case.text", "triaged", [take_up]),
    "file": ("case.reject", "filed", [file_away]),
    "merge": ("case.merge", "merged", [merge]),
    "unmerge": ("case.merge", "received", [take_back]),
    "reconsider": ("case.step", "received", [take_back]),
    "assign": ("case.assign", "assigned", [assign]),
    "accept": ("case.step", "accepted", [accept]),
    "requestReturn": ("case.step", "returning", [one_more("returns"), pause]),
    "grantReturn": ("case.step", "triaged", [one_more("transfers"), release]),
    "refuseReturn": ("case.step", "accepted", [accept, go_on]),
    "transfer": ("case.step", "triaged", [one_more("transfers"), release]),
    "join": ("case.step", None, [join]),
    "endHelp": ("case.step", None, [end_help]),
    "assist": ("case.step", None, []),
    "stage": ("case.step", None, []),
    "signExtension": ("case.step", None, []),
    "plan": ("case.step", "planned", []),
    "progress": ("case.step", "rectifying", []),
    "requestExtension": ("case.step", None, []),
    "grantExtension": ("case.step", None, [one_more("extensions")]),
    "refuseExtension": ("case.step", None, []),
    "ask": ("case.step", None, [pause]),
    "reply": ("case.step", None, [go_on]),
    "endQuestion": ("case.step", None, [go_on]),
    "claim": ("case.claim", "claimed", [claim("A"), pause]),
    "explain": ("case.claim", "claimed", [claim("D"), pause]),
    "putOnAccount": ("case.claim", "claimed", [claim("C"), pause]),
    "beginReview": ("case.step", "verifying", []),
    "sendBack": ("case.reopen", "rectifying", [rework, go_on]),
    "draw": ("case.step", None, [draw]),
    "check": ("case.verify", None, [pass_check]),
    "overturn": ("case.verify", "rectifying", [reopen, fail_check]),
    "failCheck": ("case.verify", "rectifying", [rework, fail_check, go_on]),
    "passReview": ("case.step", "asking", []),
    "passAccount": ("case.step", "suspended", [stop_clock]),
    "confirm": ("case.confirm", "notice", [confirm]),
    "dispute": ("case.confirm", "rectifying", [rework, go_on]),
    "agree": ("case.confirm", None, []),
    "proceed": ("case.step", "notice", []),
    "close": ("case.close", "closed", [close]),
    "closeByPanel": ("case.step", "notice", [close_as("panel"), pause]),
    "closeByExtension": ("case.step", "notice", [close_as("extension"), pause]),
    "closeByTransfer": ("case.step", "notice", [close_as("transfer"), pause]),
    "reopen": ("case.reopen", "rectifying", [reopen]),
    "reviewAccount": ("case.step", None, []),
    "resume": ("case.step", "rectifying", [leave_account]),
    "urge": ("case.step", None, [supervise]),
    "supervise": ("case.step", None, [supervise]),
    "list": ("case.step", None, [list_publicly]),
    "talk": ("case.step", None, []),
    "answerOrder": ("case.step", None, []),
    "recalculate": ("case.step", None, []),
    "delist": ("case.step", None, [delist]),
    "escalate": ("case.step", None, []),
    "revisit": ("case.step", None, [revisit]),
    "redactText": ("case.text", None, []),
    "erase": ("erase", None, [erase]),
}
# Acts that nobody but a citizen does, and acts with which a completion clock begins.
CITIZEN_ACTS = {"confirm", "dispute", "agree", "reply"}
STARTING_ACTS = {"assign", "reopen", "resume", "overturn"}
# Acts that publish a text, and acts after which there is none to read.
PUBLISHING_ACTS = {"takeUp", "redactText"}
WITHDRAWING_ACTS = {"file", "unmerge", "reconsider", "erase"}
# States in which a case is public, with its text: from 交办 on.
PUBLIC_STATES = {
    "assigned", "returning", "accepted", "planned", "rectifying", "claimed", "verifying", "asking", "notice", "closed",
    "suspended",
}  # fmt: skip


# ── 6b. Records beside the cases: what each act needs and makes ───────────────────────────────────────────────────────

OFFICE = {"clerk", "director"}
DEPARTMENT = {"liaison", "handler", "deputy", "head"}
LEADERS = {"liaison", "deputy", "head"}
WRITERS = OFFICE | {"statistician"}

# Kind: (sign of its 文号, fields whose words are published, act by act: states from which, none being the beginning; state
# afterwards; by whom; further: `number` gives the 文号, `public` makes it public, `not X` must be done by another than did X).
RECORDS = {
    "pledge": (
        "诺",
        {"title", "matter", "goal", "measures", "leader", "leaderPost", "telephone", "watchTelephone", "progress",
         "difficulty", "outcome", "reason", "opinion"},
        {
            "draft": ((), "drafted", OFFICE | LEADERS, ()),
            "redraft": (("drafted",), "drafted", OFFICE | LEADERS, ()),
            "drop": (("drafted",), "dropped", {"director"}, ()),
            "publish": (("drafted",), "published", {"director"}, ("number", "public")),
            "report": (("published",), "published", LEADERS, ()),
            "finish": (("published",), "marking", {"liaison", "head"}, ()),
            "keep": (("marking",), "kept", {"director"}, ("not finish", "counts")),
            "carry": (("published", "marking"), "published", {"director"}, ("counts",)),
        },
    ),
    "inspection": (
        "查",
        set(),
        {
            "write": ((), "written", {"supervisor"}, ("number",)),
            "cosign": (("written",), "signed", {"supervisor"}, ("not write",)),
            "review": (("signed",), "reviewed", OFFICE, ()),
            "convert": (("reviewed",), "converted", OFFICE, ()),
            "file": (("reviewed",), "filed", OFFICE, ()),
        },
    ),
    "order": (
        "督",
        {"reason", "demand", "orderReply", "opinion"},
        {
            "issue": ((), "issued", {"director", "system"}, ("number", "public")),
            "answer": (("issued",), "answered", LEADERS, ()),
            "sendBack": (("answered",), "issued", {"director"}, ()),
            "lift": (("answered",), "lifted", {"director"}, ()),
        },
    ),
    "letter": (
        "函",
        set(),
        {
            "issue": ((), "issued", OFFICE, ("number",)),
            "answer": (("issued",), "answered", OFFICE | {"citizen"}, ()),
            "lapse": (("issued",), "lapsed", OFFICE | {"system"}, ()),
        },
    ),
    "supervisor": (
        "聘",
        {"holderName", "workplace", "certificate"},
        {
            "propose": ((), "proposed", OFFICE, ()),
            "appoint": (("proposed",), "appointed", {"director"}, ("number", "public")),
            "registerKey": (("appointed",), "appointed", {"supervisor"}, ()),
            "renew": (("appointed",), "appointed", {"director"}, ()),
            "end": (("proposed", "appointed"), "ended", {"director", "system"}, ()),
        },
    ),
    "report": (
        "报",
        set(),
        {
            "fill": ((), "filled", {"liaison", "handler"}, ()),
            "approve": (("filled",), "approved", {"deputy", "head"}, ("number",)),
            "sendBack": (("filled", "approved"), "returned", OFFICE | {"deputy", "head"}, ()),
            "refill": (("returned",), "filled", {"liaison", "handler"}, ()),
        },
    ),
    "bulletin": (
        "通",
        {"overview", "problems", "requirements", "typical"},
        {
            "draft": ((), "drafted", WRITERS, ()),
            "redraft": (("drafted",), "drafted", WRITERS, ()),
            "issue": (("drafted",), "issued", {"director"}, ("number", "public")),
        },
    ),
    "analysis": (
        "析",
        {"title", "overview", "problems", "typical", "requirements"},
        {
            "draft": ((), "drafted", WRITERS, ()),
            "redraft": (("drafted",), "drafted", WRITERS, ()),
            "issue": (("drafted",), "issued", {"director"}, ("number", "public")),
        },
    ),
    "sample": (
        "抽",
        set(),
        {
            "announce": ((), "announced", {"director"}, ("number", "public")),
            "draw": (("announced",), "drawn", OFFICE, ()),
        },
    ),
    "round": (
        "评",
        {"title", "reason", "opinion"},
        {
            "draft": ((), "drafted", OFFICE | {"liaison", "head"}, ()),
            "redraft": (("drafted",), "drafted", OFFICE | {"liaison", "head"}, ()),
            "drop": (("drafted", "frozen"), "dropped", {"director"}, ()),
            "freeze": (("drafted",), "frozen", {"director"}, ("number", "public", "not draft")),
            "thaw": (("frozen",), "drafted", {"director"}, ()),
            "open": (("frozen",), "open", {"director", "system"}, ()),
            "close": (("open",), "closed", {"director", "system"}, ()),
            "review": (("closed",), "reviewed", OFFICE, ()),
            "publish": (("reviewed",), "published", {"director"}, ("not review",)),
            "hear": (("published",), "appealed", {"director", "system"}, ()),
            "correct": (("appealed",), "appealed", {"director"}, ()),
            "conclude": (("appealed",), "final", {"director"}, ()),
        },
    ),
    "batch": (
        "批",
        {"reason"},
        {
            "begin": ((), "entering", WRITERS, ("number", "public")),
            "count": (("entering",), "counted", WRITERS, ()),
            "recount": (("counted",), "entering", WRITERS, ()),
            "confirm": (("counted",), "confirmed", OFFICE, ("not count",)),
            "annul": (("entering", "counted"), "annulled", {"director"}, ()),
        },
    ),
    "exclusion": (
        "剔",
        {"reason", "opinion"},
        {
            "propose": ((), "proposed", OFFICE, ()),
            "confirm": (("proposed",), "confirmed", OFFICE, ("number", "public", "not propose")),
            "reject": (("proposed",), "rejected", OFFICE, ("not propose",)),
        },
    ),
    "recheck": (
        "核",
        {"reason", "opinion"},
        {
            "apply": ((), "applied", {"liaison", "head"}, ("number", "public")),
            "withdraw": (("applied",), "withdrawn", {"liaison", "head"}, ()),
            "decide": (("applied",), "decided", {"director"}, ()),
        },
    ),
    "use": (
        "用",
        {"reason", "opinion"},
        {
            "propose": ((), "proposed", OFFICE, ()),
            "approve": (("proposed",), "approved", {"director"}, ("number", "public", "not propose")),
            "decline": (("proposed",), "declined", {"director"}, ()),
        },
    ),
    "award": (
        "创",
        {"reason", "opinion"},
        {
            "apply": ((), "applied", {"liaison", "head"}, ()),
            "check": (("applied",), "checked", OFFICE, ()),
            "refuse": (("applied", "checked", "rated"), "refused", OFFICE, ()),
            "rate": (("checked",), "rated", OFFICE, ()),
            "announce": (("rated",), "noticed", {"director"}, ("number", "public", "not rate")),
            "object": (("noticed",), "rated", OFFICE, ()),
            "award": (("noticed",), "awarded", {"director"}, ()),
            "review": (("awarded", "warned"), "awarded", OFFICE, ()),
            "warn": (("awarded",), "warned", {"director"}, ()),
            "remove": (("awarded", "warned"), "removed", {"director"}, ()),
            "expire": (("awarded", "warned"), "expired", {"system", "director"}, ()),
        },
    ),
}  # fmt: skip
MARKS = ("satisfied", "fairly", "dissatisfied")


class Record:
    """A record as the log tells of it: its facts, as /open/records publishes them, and what they are judged by."""

    def __init__(self, entry: dict):
        is_pledge = entry["kind"] == "pledge"
        self.facts: dict = {
            "id": entry["id"], "kind": entry["kind"], "number": None, "state": "", "department": None,
            "begun": entry["day"], "moved": entry["day"], "body": {},
            "marks": dict.fromkeys((*MARKS, "apart"), 0) if is_pledge else None,
        }  # fmt: skip
        self.last = 0
        self.wrote: dict[str, str] = {}
        self.phones: set[str] = set()
        # Fields with words, by act; and the act that made it public.
        self.words: list[tuple[int, list[str]]] = []
        self.public_since: int | None = None

    def snapshot(self) -> dict:
        """The facts as they are now."""
        marks = self.facts["marks"]
        return {**self.facts, "body": dict(self.facts["body"]), "marks": None if marks is None else dict(marks)}

    def public_words(self) -> set[tuple]:
        """Places of words that everybody may read: the newest before it became public, and all later ones."""
        if self.public_since is None:
            return set()
        newest: dict[str, int] = {}
        later = set()
        for step, names in self.words:
            for name in names:
                if name not in RECORDS[self.facts["kind"]][1]:
                    continue
                if step <= self.public_since:
                    newest[name] = step
                else:
                    later.add((self.facts["id"], step, name))
        return later | {(self.facts["id"], step, name) for name, step in newest.items()}


class Records:
    """Records beside the cases and the marks that citizens give a 公开承诺."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.all: dict[str, Record] = {}
        self.acts = 0
        self.marks = 0
        self.numbers: dict[str, str] = {}

    def take(self, index: int, entry: dict) -> None:
        """The next act: it must follow from the table."""
        self.acts += 1
        record = self.all.setdefault(entry["id"], Record(entry))
        facts, act = record.facts, entry["act"]
        name = f"记录 {entry.get('no') or facts['number'] or entry['id']} 第 {entry['n']} 步 {act}"
        sources, to, roles, further = RECORDS[entry["kind"]][2][act]
        if entry["kind"] != facts["kind"]:
            raise ValueError(f"{name}：另一种记录用了同一个编码")
        if entry["n"] != record.last + 1:
            self.ledger.wrong(index, f"{name}：前一条是第 {record.last} 步，中间有缺失或重复")
        if (facts["state"] not in sources) if facts["state"] else sources:
            self.ledger.wrong(index, f"{name}：当时是 {facts['state'] or '还没有'}，不能这样办")
        if entry["to"] != to:
            self.ledger.wrong(index, f"{name}：写成 {entry['to']}，应是 {to}")
        self.check_actor(index, name, record, entry, roles, further)
        self.check_day(index, name, record, entry)
        self.check_number(index, name, record, entry, "number" in further)
        self.check_given(index, name, record, entry, "counts" in further)
        self.follow(record, entry, "public" in further)

    def check_actor(self, index: int, name: str, record: Record, entry: dict, roles: set, further: tuple) -> None:
        """Who acted: a role that may, of the department it is about, and where two must, not the same twice."""
        given = entry.get("g", {})
        if entry["by"] not in roles:
            self.ledger.wrong(index, f"{name}：写的是 {entry['by']}，这个岗位不能这样办")
        if (entry["by"] in ("citizen", "system")) == ("a" in entry):
            self.ledger.wrong(index, f"{name}：经办人的写法不对")
        department = given.get("department", record.facts["department"])
        if entry["by"] in DEPARTMENT and entry.get("d") != department:
            self.ledger.wrong(index, f"{name}：不是这个单位的记录")
        for other in (one[4:] for one in further if one.startswith("not ")):
            if entry.get("a") is not None and record.wrote.get(other) == entry["a"]:
                self.ledger.wrong(index, f"{name}：要由另一个人来做")

    def check_day(self, index: int, name: str, record: Record, entry: dict) -> None:
        """Days only go forward, and none is made up long afterwards: what is due is entered before anything is published."""
        datetime.date.fromisoformat(entry["day"])
        if entry["day"] < record.facts["moved"]:
            self.ledger.wrong(index, f"{name}：日期 {entry['day']} 早于前一步的 {record.facts['moved']}")
        published = self.ledger.publications[-1]["day"] if self.ledger.publications else entry["day"]
        if days_between(entry["day"], published) > 14:
            self.ledger.wrong(index, f"{name}：日期是 {entry['day']}，{published} 公布时早该存入")

    def check_number(self, index: int, name: str, record: Record, entry: dict, gives: bool) -> None:
        """文号 are given with one act, in the year of that act, and to one record each."""
        number = entry.get("no")
        if (number is not None) != (gives and record.facts["number"] is None):
            self.ledger.wrong(index, f"{name}：编号漏写或重写")
        if number is None:
            return
        sign, year, _ = parts_of(number)
        if not sign.endswith(RECORDS[entry["kind"]][0]) or year != entry["day"][:4]:
            self.ledger.wrong(index, f"{name}：编号 {number} 的种类或年份不对")
        if number in self.numbers:
            self.ledger.wrong(index, f"{name}：编号 {number} 用了两次")
        self.numbers[number] = entry["day"]

    def check_given(self, index: int, name: str, record: Record, entry: dict, counts: bool) -> None:
        """What is named is in the log, and marks are counted as they are there."""
        given = entry.get("g", {})
        for case_id in [*given.get("cases", []), *([given["caseId"]] if "caseId" in given else [])]:
            if case_id not in self.ledger.cases:
                self.ledger.wrong(index, f"{name}：所列的案件 {case_id} 还没有存入")
        if "evidence" in given and "evidence" not in entry.get("w", {}):
            self.ledger.wrong(index, f"{name}：佐证材料没有承诺值")
        counted = given.get("marksCounted")
        is_due = counts and record.facts["state"] == "marking"
        if (is_due or counted is not None) and counted != record.facts["marks"]:
            self.ledger.wrong(index, f"{name}：测评票数写 {shown(counted)}，存证本里是 {shown(record.facts['marks'])}")

    def follow(self, record: Record, entry: dict, publishes: bool) -> None:
        """The record after an act."""
        facts, given = record.facts, entry.get("g", {})
        facts["state"], facts["moved"] = entry["to"], max(facts["moved"], entry["day"])
        facts["number"] = facts["number"] or entry.get("no")
        facts["department"] = given.get("department", facts["department"])
        facts["body"].update(given)
        record.last = entry["n"]
        if "a" in entry:
            record.wrote[entry["act"]] = entry["a"]
        if publishes and record.public_since is None:
            record.public_since = entry["n"]
        record.words.append((entry["n"], list(entry.get("w", {}))))

    def mark(self, index: int, entry: dict) -> None:
        """A citizen marks a 公开承诺: while it is asked for, and once for each phone."""
        self.marks += 1
        record = self.all.get(entry["p"])
        if record is None or record.facts["state"] != "marking":
            self.ledger.wrong(index, f"给不在测评中的承诺 {entry['p']} 打了分")
        if record is None or record.facts["marks"] is None:
            return
        if entry["k"] in record.phones:
            self.ledger.wrong(index, f"同一部手机给 {record.facts['number']} 打了两次分")
        record.phones.add(entry["k"])
        if entry["m"] not in MARKS:
            raise ValueError(f"没有这种测评 {entry['m']}")
        record.facts["marks"]["apart" if entry.get("f") is True else entry["m"]] += 1

    def check_numbers(self) -> None:
        """文号 of a kind and a year have no gap. 督办 share theirs with those of cases, whose papers are not in the log."""
        series: dict[tuple, set[int]] = {}
        last: dict[tuple, int] = {}
        for number, day in self.numbers.items():
            sign, year, count = parts_of(number)
            if sign.endswith("督"):
                continue
            series.setdefault((sign, year), set()).add(count)
            if days_between(day, self.ledger.today) > 31:
                last[sign, year] = max(last.get((sign, year), 0), count)
        for (sign, year), count in sorted(last.items()):
            for missing in sorted(set(range(1, count)) - series[sign, year]):
                self.ledger.check.differ(f"缺少 {sign}〔{year}〕{missing:04}号：编号不连续，这一份被拿掉了")


def parts_of(number: str) -> tuple[str, str, int]:
    """澜评诺〔2026〕0007号 as 澜评诺, 2026 and 7."""
    match = re.fullmatch(r"(.+)〔(\d{4})〕(\d{4,})号", number)
    if match is None:
        raise ValueError(f"文号 {number}")
    return match[1], match[2], int(match[3])


# ── 7. The ledger, entry by entry ─────────────────────────────────────────────────────────────────────────────────────

MINIMUM_CELL = 10


class Ratings:
    """公众日常评价 as the log tells of them: which there are, which cells were opened when, which set apart later."""

    def __init__(self):
        self.cell_of: dict[str, str] = {}
        self.waiting: dict[str, list[str]] = {}
        self.waiting_unknown: dict[str, int] = {}
        self.opened: dict[str, str] = {}
        self.unknown: dict[str, int] = {}
        self.appealed: set[str] = set()

    def add(self, entry: dict) -> None:
        """A rating; 不了解 (`u`) says so at once and is never opened."""
        cell = f"{entry['d']}/{entry['y']}" + ("/f" if "f" in entry else "")
        if entry["c"] in self.cell_of:
            raise ValueError("同一份评价登记了两次")
        self.cell_of[entry["c"]] = cell
        if entry.get("u", False):
            self.waiting_unknown[cell] = self.waiting_unknown.get(cell, 0) + 1
        else:
            self.waiting.setdefault(cell, []).append(entry["c"])

    def open(self, entry: dict):
        """Opens whole cells. Yields what breaks the rule: all that wait in a cell, ten at least, or none."""
        for cell, count in entry["cells"].items():
            waiting = self.waiting.pop(cell, [])
            if len(waiting) != count:
                yield f"{cell} 写开票 {count} 份，登记待开的是 {len(waiting)} 份"
            if count < MINIMUM_CELL:
                yield f"{cell} 只有 {count} 份就开了票"
            self.opened.update(dict.fromkeys(waiting, cell))
            self.unknown[cell] = self.unknown.get(cell, 0) + self.waiting_unknown.pop(cell, 0)
        for cell, waiting in self.waiting.items():
            if len(waiting) >= MINIMUM_CELL:
                yield f"{cell} 有 {len(waiting)} 份待开，却没有开票"

    def appeal(self, entry: dict) -> None:
        """申诉: an opened rating is counted apart from now on."""
        is_counted = not self.opened.get(entry["target"], "/f").endswith("/f")
        if entry["rule"] != "appeal" or not is_counted or entry["target"] in self.appealed:
            raise ValueError("申诉指向的评价没有开票，或者已经另计")
        self.appealed.add(entry["target"])


class Lots:
    """抽查: who could be drawn when it was announced, and whom the numbers of the lottery drew (docs/ledger.md §6)."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        # For each frame, by case: the places in the log at which it came in, went out, came in again …
        self.changes: dict[str, dict[str, list[int]]] = {"claimed": {}, "filed": {}}
        self.samples: dict[str, dict] = {}
        self.acts: list[tuple] = []

    def follow(self, index: int, case: Case) -> None:
        """A case stands as it does after an entry."""
        for frame, known in self.changes.items():
            places = known.setdefault(case.facts["id"], [])
            if (len(places) % 2 == 1) != is_in_frame(frame, case):
                places.append(index)

    def frame(self, name: str, size: int) -> list[str]:
        """Ids of the cases that were in a frame when the log had `size` entries, sorted."""
        known = self.changes[name]
        return sorted(key for key, places in known.items() if sum(place < size for place in places) % 2 == 1)

    def take_record(self, index: int, entry: dict) -> None:
        """An announcement, or a draw."""
        if entry["act"] == "announce":
            self.announce(index, entry)
        elif entry["act"] == "draw":
            self.draw(index, entry)

    def announce(self, index: int, entry: dict) -> None:
        """What was frozen must be what the log said then, and the lottery must lie ahead."""
        given = entry["g"]
        frozen = given["frozen"]
        name = f"抽查 {entry['no']}"
        if given["drawDay"] <= entry["day"]:
            self.ledger.wrong(index, f"{name}：开奖日 {given['drawDay']} 不晚于公告日")
        later = (place for place, publication in self.ledger.published_at if publication["day"] < entry["day"])
        if frozen["size"] > index or any(place >= frozen["size"] for place in later):
            self.ledger.wrong(index, f"{name}：冻结在第 {frozen['size']} 条，不是公告时存证本的最新处")
        is_of_departments = given["frame"] == "departments"
        ids = sorted(set(frozen["of"])) if is_of_departments else self.frame(given["frame"], frozen["size"])
        listed = "".join(f"{one}\n" for one in ids).encode()
        if (frozen["count"], frozen["ids"]) != (len(ids), sha256(listed).hex()) or is_of_departments != ("of" in frozen):
            self.ledger.wrong(index, f"{name}：可抽的范围公布 {frozen['count']} 个，重算 {len(ids)} 个，或名单不同")
        self.samples[entry["id"]] = {"name": name, "index": index, "given": given, "ids": ids, "drawn": [], "on": None}

    def draw(self, index: int, entry: dict) -> None:
        """Lots: the smallest hashes of seed and id, the seed being a hash of the frozen root and of the winning numbers."""
        sample = self.samples[entry["id"]]
        given, winning = sample["given"], entry["g"]["winning"]
        if entry["day"] < given["drawDay"]:
            self.ledger.wrong(index, f"{sample['name']}：{entry['day']} 就抽了，公告的开奖日是 {given['drawDay']}")
        groups = [re.findall("[0-9]+", group) for group in winning.split("+")]
        spelt = "+".join(" ".join(f"{number:02}" for number in sorted(map(int, group))) for group in groups)
        if spelt != winning:
            self.ledger.wrong(index, f"{sample['name']}：开奖号码的写法不规范")
        seed = sha256(f"wmpy-lots/1\n{given['frozen']['root']}\n{winning}\n".encode()).hex()
        lots = sorted((sha256(f"{seed}\n{one}\n".encode()), one) for one in sample["ids"])
        drawn = [one for _, one in lots[: given["sampleSize"]]]
        if entry["g"]["drawn"] != drawn:
            self.ledger.wrong(index, f"{sample['name']}：抽中的不是按号码算出的那些，应是 {shown(drawn)}")
        sample.update(drawn=entry["g"]["drawn"], on=entry["day"])

    def check(self, tree: Tree) -> None:
        """What can be said when everything is in: the frozen roots, and that who was drawn is looked at."""
        for sample in self.samples.values():
            frozen = sample["given"]["frozen"]
            if frozen["size"] <= len(tree.levels[0]) and to_base64url(tree.root(frozen["size"])) != frozen["root"]:
                self.ledger.wrong(sample["index"], f"{sample['name']}：公告里的存证本总值不对")
        for index, name, case_id, sample_id in self.acts:
            sample = self.samples.get(sample_id)
            if sample is None or sample["given"]["frame"] != "claimed" or case_id not in sample["drawn"]:
                self.ledger.wrong(index, f"{name}：抽查记录里没有抽中它")
        today = max((one["day"] for one in self.ledger.publications), default="")
        for sample in self.samples.values():
            if sample["on"] is None or sample["given"]["frame"] != "claimed":
                continue
            for case in (self.ledger.cases[one] for one in sample["drawn"] if one in self.ledger.cases):
                if not case.drawn and was_claimed(case) and days_between(sample["on"], today) > 31:
                    self.ledger.check.differ(f"案件 {case.facts['number']} 抽中了（{sample['name']}），却没有交去核查")


def was_claimed(case: Case) -> bool:
    """Its department says that it is done, and nobody has taken that back."""
    return case.facts["state"] in ("claimed", "verifying", "asking", "notice", "closed") and case.facts["result"] == "A"


def is_in_frame(frame: str, case: Case) -> bool:
    """Who may be drawn: what is said to be done without the author's key or a check; or what was put aside."""
    if frame == "filed":
        return case.facts["state"] in ("filed", "merged")
    is_confirmed = (case.facts["answer"], case.facts["answerProof"]) == ("yes", "lock")
    return was_claimed(case) and not is_confirmed and case.facts["checked"] != "passed" and not case.drawn


def days_between(one: str, other: str) -> int:
    """From one day to another."""
    return (datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)).days


class Supervisors:
    """Who was appointed when, with which key; and what they said, with a signature or without (docs/ledger.md §7)."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.appointments: dict[str, dict] = {}
        self.inspected: dict[str, str] = {}
        self.said: list[tuple] = []
        # Checks of cases: with a good signature, and without any; and by case where the last one that passed stands.
        self.signed = self.unsigned = 0
        self.passed: dict[str, list[tuple[int, bool]]] = {}

    def take_record(self, index: int, entry: dict) -> None:
        """What became of an appointment."""
        given, day = entry.get("g", {}), entry["day"]
        if entry["act"] == "propose":
            self.appointments[entry["id"]] = {
                "holder": given["holder"], "proposed": day, "from": given["termFrom"], "until": [(day, given["termUntil"])],
                "recusals": given.get("recusals", []), "appointed": None, "ended": None, "keys": [],
            }  # fmt: skip
            return
        known = self.appointments[entry["id"]]
        if entry["act"] == "appoint":
            known["appointed"] = day
        elif entry["act"] == "renew":
            known["until"].append((day, given["termUntil"]))
        elif entry["act"] == "end":
            known["ended"] = day
        elif entry["act"] == "registerKey":
            if entry["a"] != known["holder"]:
                self.ledger.wrong(index, "监督员的公钥是别人替登记的")
            else:
                known["keys"].append((day, given["publicKey"]))

    def take_inspection(self, index: int, entry: dict) -> None:
        """明查暗访: who wrote it, and who signed it as the second."""
        if entry["by"] != "supervisor":
            return
        department = entry.get("g", {}).get("department", self.inspected.get(entry["id"], ""))
        self.inspected[entry["id"]] = department
        self.said.append((index, f"明查暗访 {entry['id']} 第 {entry['n']} 步", entry, [department]))

    def take_check(self, index: int, name: str, entry: dict, facts: dict) -> None:
        """核查 of a case."""
        self.said.append((index, name, entry, [facts["department"], *facts["coDepartments"]]))

    def check(self) -> None:
        """Asked at the end, because across cases and records the order of the log says nothing."""
        for index, name, entry, departments in self.said:
            is_signed_well = self.judge(index, name, entry, departments)
            if entry["t"] != "case.verify":
                continue
            self.signed, self.unsigned = self.signed + is_signed_well, self.unsigned + (not is_signed_well)
            if entry["act"] == "check":
                self.passed.setdefault(entry["id"], []).append((index, is_signed_well))

    def judge(self, index: int, name: str, entry: dict, departments: list) -> bool:
        """Whether it carries a good signature; what must not be is a difference."""
        day = entry["day"]
        theirs = [one for one in self.appointments.values() if one["holder"] == entry.get("a")]
        current = [one for one in theirs if in_term(one, day)]
        if not current and any(one["proposed"] < day for one in theirs):
            self.ledger.wrong(index, f"{name}：那一天不在聘期内")
        if any(code in one["recusals"] for one in current for code in departments):
            self.ledger.wrong(index, f"{name}：监督员应当回避这个单位")
        signature = entry.get("g", {}).get("signature")
        if signature is None:
            return False
        message = check_message(self.ledger.meta["origin"], entry)
        keys = [key for one in theirs for since, key in one["keys"] if since <= day]
        content = base64.urlsafe_b64decode(signature + "==")
        if any(is_signed(from_base64url(key), message, content) for key in keys):
            return True
        self.ledger.wrong(index, f"{name}：签名不是监督员登记过的公钥签的")
        return False

    def is_signed_before(self, case_id: str, index: int) -> bool:
        """Whether the check on which a case stood at a place of the log carries a good signature."""
        before = [is_good for place, is_good in self.passed.get(case_id, []) if place < index]
        return bool(before) and before[-1]


def in_term(appointment: dict, day: str) -> bool:
    """Whether an appointment covers a day, as it stood on that day."""
    known = [until for since, until in appointment["until"] if since <= day]
    is_begun = appointment["appointed"] is not None and max(appointment["appointed"], appointment["from"]) <= day
    return is_begun and bool(known) and day <= min(known[-1], appointment["ended"] or day)


def check_message(origin: str, entry: dict) -> bytes:
    """What a supervisor signs: `wmpy-verify/1`, name of the log as it first was, case or record, number of the act, act."""
    first = re.sub(r"/[0-9]+$", "", origin)
    return f"wmpy-verify/1\n{first}\n{entry['id']}\n{entry['n']}\n{entry['act']}\n".encode()


# What a ballot, a used code and a cancellation hold beside their type.
VOTE_FIELDS = {"redeem": {"p", "g", "r"}, "ballot": {"p", "g", "d", "c", "z", "s"}, "cancel": {"p", "c", "w"}}


class Round:
    """A round (评议活动) as the log tells of it."""

    def __init__(self, entry: dict):
        self.id = entry["id"]
        self.number = ""
        self.state = ""
        self.frozen: dict = {}
        self.closed = False
        # Redemption: its roster. Commitment: (group, department, lock, ticket, place in the log).
        self.redeemed: dict[str, str] = {}
        self.ballots: dict[str, tuple] = {}
        self.cancels: list[tuple] = []
        self.cancelled: set[str] = set()
        # What was published last, with the papers that counted then, and where that stands.
        self.result: dict | None = None
        self.papers: tuple = ([], [])
        self.result_at = 0


class Rounds:
    """Rounds while the log is read. What their files say is asked in `check_rounds`."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.all: dict[str, Round] = {}
        # Of batches and exclusions: what their acts gave, with state and number.
        self.papers: dict[str, dict] = {}

    def take_record(self, index: int, entry: dict) -> None:
        """An act on a round, or on a batch or an exclusion of one."""
        given = entry.get("g", {})
        if entry["kind"] != "round":
            paper = self.papers.setdefault(entry["id"], {"id": entry["id"], "kind": entry["kind"], "number": entry["id"]})
            paper.update(given, state=entry["to"], number=entry.get("no", paper["number"]))
            return
        one = self.all.setdefault(entry["id"], Round(entry))
        one.number = one.number or entry.get("no", "")
        one.state = entry["to"]
        if entry["act"] == "freeze":
            one.frozen = given["frozenRound"]
        elif entry["act"] == "close":
            one.closed = True
            self.settle(one)
        elif entry["act"] in ("review", "conclude"):
            self.compare_counts(index, one, given["roundCounts"])
        elif entry["act"] in ("publish", "correct"):
            one.result, one.result_at, one.papers = given["roundResults"], index, self.confirmed(one.id)

    def confirmed(self, round_id: str) -> tuple:
        """Batches and exclusions of a round that count."""
        mine = [dict(one) for one in self.papers.values() if one["round"] == round_id and one["state"] == "confirmed"]
        return [one for one in mine if one["kind"] == "batch"], [one for one in mine if one["kind"] == "exclusion"]

    def compare_counts(self, index: int, one: Round, said: dict) -> None:
        """What an act says that came in is what the log has."""
        batches, exclusions = self.confirmed(one.id)
        counted = {
            "redeemed": len(one.redeemed), "ballots": len(one.ballots), "cancelled": len(one.cancelled),
            "batches": len(batches), "rows": sum(batch["batchRows"]["count"] for batch in batches),
            "excluded": {
                "ballots": sum(each["excluded"]["ballots"] for each in exclusions),
                "rows": sum(len(each["excluded"]["targets"]) for each in exclusions),
            },
        }  # fmt: skip
        if counted != said:
            self.ledger.wrong(index, f"{one.number} 的票数写 {shown(said)}，存证本里是 {shown(counted)}")

    def take_vote(self, index: int, entry: dict) -> None:
        """A vote counts only while its round is open."""
        kind = entry["t"]
        if set(entry) != VOTE_FIELDS[kind] | {"t"}:
            raise ValueError("字段不对")
        one = self.all.get(entry["p"])
        if one is None or one.state != "open":
            self.ledger.wrong(index, f"不在投票期间的 {kind}")
        elif kind == "redeem":
            if entry["r"] in one.redeemed:
                self.ledger.wrong(index, "同一个评议码用了两次")
            one.redeemed[entry["r"]] = entry["g"]
        elif kind == "cancel":
            one.cancels.append((index, entry["c"], entry["w"]))
        elif entry["c"] in one.ballots:
            self.ledger.wrong(index, "同一份选票投了两次")
        else:
            one.ballots[entry["c"]] = (entry["g"], entry["d"], entry["z"], entry["s"], index)

    def settle(self, one: Round) -> None:
        """Only the voter has the key of a ballot's lock: SHA-256 of it is the lock."""
        for index, sealed, key in one.cancels:
            ballot = one.ballots.get(sealed)
            if ballot is None or sealed in one.cancelled or to_base64url(sha256(from_base64url(key))) != ballot[2]:
                self.ledger.wrong(index, "作废选票没有投票人的钥匙，或者没有这份票")
            else:
                one.cancelled.add(sealed)
        one.cancels = []


class State:
    """What was in the log when the numbers now on the site were published: what they must follow from."""

    def __init__(self, ledger: Ledger, index: int, publication: dict):
        self.index = index
        self.publication = publication
        self.facts = {case_id: dict(case.facts) for case_id, case in ledger.cases.items()}
        self.opened = dict(ledger.ratings.opened)
        self.unknown = dict(ledger.ratings.unknown)
        self.appealed = set(ledger.ratings.appealed)
        self.records = {key: one.snapshot() for key, one in ledger.records.all.items()}
        self.record_words = set().union(*(one.public_words() for one in ledger.records.all.values()))
        self.texts = {case_id: case.text_at for case_id, case in ledger.cases.items() if case.has_public_text()}


class Ledger:
    """Reads the entries in order. `wanted` is the number of the publication that the site shows."""

    def __init__(self, check: Check, wanted: int, remembered: set[int]):
        self.check = check
        self.wanted = wanted
        # Facts of all cases at these publications, from which 年度得分 takes its numbers: (day, facts).
        self.remembered: dict[int, tuple | None] = dict.fromkeys(remembered)
        self.meta: dict = {}
        self.release: dict = {}
        self.rules: list[str] = []
        self.publications: list[dict] = []
        self.cases: dict[str, Case] = {}
        self.ratings = Ratings()
        self.words: dict[tuple, str] = {}
        self.events: set[int] = set()
        # Days on which 案件编号 were given, and the newest day of the log.
        self.numbers: dict[str, str] = {}
        self.today = ""
        # Whose 意见 was at any time merged into a case; and the answers that claim a citizen's key.
        self.joined: dict[str, list[Case]] = {}
        self.lock_claims: list[tuple] = []
        self.locks: set[str] = set()
        self.published: State | None = None
        # How many entries there are of each type.
        self.counts: dict[str, int] = {}
        self.published_at: list[tuple[int, dict]] = []
        self.records = Records(self)
        self.lots = Lots(self)
        self.supervisors = Supervisors(self)
        self.rounds = Rounds(self)

    def take(self, index: int, content: bytes) -> None:
        """One entry. Whatever is wrong with it is named together with its place in the log."""
        try:
            entry = read_entry(content)
            kind = entry["t"]
            self.counts[kind] = self.counts.get(kind, 0) + 1
            reader = READERS.get(kind, Ledger.take_act)
            reader(self, index, entry)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as problem:
            self.wrong(index, f"不合格式（{type(problem).__name__} {problem}）")

    def wrong(self, index: int, text: str) -> None:
        """Notes what is wrong with an entry."""
        self.check.differ(f"第 {index} 条：{text}", index=index)

    def take_meta(self, index: int, entry: dict) -> None:
        """Which log this is. Only the first entry says so."""
        if index != 0 or entry["hash"] != "sha256":
            raise ValueError("meta 只能是第 0 条，且用 sha256")
        self.meta = entry

    def take_rules(self, index: int, entry: dict) -> None:
        """Working days, deadlines and the begin of the 评议年度 from now on."""
        self.rules.append(entry["h"])
        if entry["n"] != len(self.rules):
            raise ValueError("规则的编号不连续")

    def take_publish(self, index: int, entry: dict) -> None:
        """What was published, byte for byte. If it is what the site shows, remembers how things stood."""
        self.publications.append(entry)
        self.published_at.append((index, entry))
        if entry["n"] != len(self.publications):
            raise ValueError("公布的编号不连续")
        if entry["n"] in self.remembered:
            self.remembered[entry["n"]] = (entry["day"], [dict(case.facts) for case in self.cases.values()])
        if entry["n"] == self.wanted:
            self.published = State(self, index, entry)

    def take_rating(self, index: int, entry: dict) -> None:
        """One 公众日常评价."""
        self.ratings.add(entry)

    def take_open(self, index: int, entry: dict) -> None:
        """Ratings are opened."""
        for problem in self.ratings.open(entry):
            self.wrong(index, problem)

    def take_flag(self, index: int, entry: dict) -> None:
        """A rating is counted apart on the request of its department."""
        self.ratings.appeal(entry)
        self.words[(entry["target"], 0, "reason")] = entry["w"]["reason"]

    def take_release(self, index: int, entry: dict) -> None:
        """The scripts that browsers get from now on."""
        self.release = entry["files"]

    def take_access(self, index: int, entry: dict) -> None:
        """How often staff opened what is not public: no figure is made from it."""

    def take_case(self, index: int, entry: dict) -> None:
        """An 意见 came in."""
        self.events.add(index)
        if (entry["n"], entry["act"], entry["to"]) != (1, "submit", "received"):
            raise ValueError("不是收到意见的写法")
        if entry["id"] in self.cases:
            raise ValueError(f"案件 {entry['id']} 登记了两次")
        if not begins_receipt_week(entry["w"]):
            raise ValueError(f"{entry['w']} 不是受理周的第一天")
        if len(entry["y"]) != 3 or len(entry["x"]) != 3:
            raise ValueError("应有六把锁")
        locks = {*entry["y"], *entry["x"]}
        if len(locks) != 6 or not locks.isdisjoint(self.locks):
            raise ValueError("与别的意见用了同一把锁")
        self.locks |= locks
        self.cases[entry["id"]] = Case(entry)
        self.words[(entry["id"], 1, "text")] = entry["c"]

    def take_act(self, index: int, entry: dict) -> None:
        """One act on a case: it must be the next one, and written as that act is written."""
        self.events.add(index)
        case = self.cases.get(entry["id"])
        if case is None:
            raise ValueError(f"案件 {entry['id']} 没有登记过")
        kind, to, effects = ACTS[entry["act"]]
        name = f"案件 {entry['id']} 第 {entry['n']} 步 {entry['act']}"
        if entry["n"] != case.last + 1:
            self.wrong(index, f"{name}：前一条是第 {case.last} 步，中间有缺失或重复")
        if entry["t"] != kind or entry["to"] != (to or case.facts["state"]):
            self.wrong(index, f"{name}：写成 {entry['t']}、{entry['to']}，应是 {kind}、{to or case.facts['state']}")
        if not 1 <= entry["v"] <= len(self.rules):
            self.wrong(index, f"{name}：依据的规则第 {entry['v']} 号还没有登记")
        self.check_day(index, name, case, entry)
        self.check_word(index, name, case, entry)
        self.apply(index, name, case, entry, effects)
        self.lots.follow(index, case)
        if entry["act"] == "draw":
            self.lots.acts.append((index, name, entry["id"], entry["g"]["sample"]))
        if entry["t"] == "case.verify":
            self.supervisors.take_check(index, name, entry, case.facts)
        for field, hidden in entry.get("w", {}).items():
            self.words[(entry["id"], entry["n"], field)] = hidden

    def take_record(self, index: int, entry: dict) -> None:
        """One act on a record beside the cases."""
        kind = entry["kind"]
        self.today = max(self.today, entry["day"])
        self.records.take(index, entry)
        if kind == "sample":
            self.lots.take_record(index, entry)
        elif kind == "supervisor":
            self.supervisors.take_record(index, entry)
        elif kind == "inspection":
            self.supervisors.take_inspection(index, entry)
        elif kind in ("round", "batch", "exclusion"):
            self.rounds.take_record(index, entry)
        for field, hidden in entry.get("w", {}).items():
            self.words[(entry["id"], entry["n"], field)] = hidden

    def take_vote(self, index: int, entry: dict) -> None:
        """A code was used, a ballot handed in, or taken back."""
        self.rounds.take_vote(index, entry)

    def take_mark(self, index: int, entry: dict) -> None:
        """A citizen marked a 公开承诺."""
        self.records.mark(index, entry)

    def check_day(self, index: int, name: str, case: Case, entry: dict) -> None:
        """The days of a case's history only go forward."""
        datetime.date.fromisoformat(entry["day"])
        if entry["day"] < case.day:
            self.wrong(index, f"{name}：日期 {entry['day']} 早于前一步的 {case.day}")
        case.day = max(case.day, entry["day"])
        self.today = max(self.today, entry["day"])

    def check_word(self, index: int, name: str, case: Case, entry: dict) -> None:
        """What only a citizen can say must come from a citizen. Keys are tried when all cases are known."""
        if entry["act"] in CITIZEN_ACTS and entry["by"] != "citizen":
            self.wrong(index, f"{name}：写的是 {entry['by']}，只有提意见的人能这样做")
        proof = entry.get("g", {}).get("proof", "seen")
        if proof != "seen" and entry["by"] != "citizen":
            self.wrong(index, f"{name}：写的是 {entry['by']}，却用了提意见的人的钥匙")
        if proof.startswith("lock:"):
            side = "yes" if entry["act"] in ("confirm", "agree") else "no"
            self.lock_claims.append((index, name, entry["act"], case, side, case.round(), proof[5:]))

    def apply(self, index: int, name: str, case: Case, entry: dict, effects: list) -> None:
        """Lets the act do to the facts what it does, then sets the dates that it set."""
        facts = case.facts
        for effect in effects:
            effect(case, entry.get("g", {}), entry)
        facts["state"] = entry["to"]
        case.last = entry["n"]
        due = entry.get("due", {})
        if "accept" in due:
            facts["acceptDue"] = due["accept"]
        if "complete" in due:
            facts["due"] = due["complete"]
        if entry["act"] in STARTING_ACTS and "complete" not in due:
            self.wrong(index, f"{name}：没有写办结期限")
        if entry["act"] == "close" and entry.get("basis") != facts["basis"]:
            self.wrong(index, f"{name}：销号依据写 {entry.get('basis')}，按经过应是 {facts['basis']}")
        if entry["act"] in PUBLISHING_ACTS:
            case.text_at = entry["n"]
        elif entry["act"] in WITHDRAWING_ACTS:
            case.text_at = None
        if entry["act"] == "merge":
            self.joined.setdefault(entry["g"]["target"], []).append(case)
        if "no" in entry:
            if entry["no"] in self.numbers:
                self.wrong(index, f"{name}：案件编号 {entry['no']} 用了两次")
            self.numbers[entry["no"]] = entry["day"]

    def check_numbers(self) -> None:
        """案件编号 of a year have no gap: a gap is a case that was taken out. The last month's may be on their way."""
        last: dict[str, int] = {}
        for number, day in self.numbers.items():
            if (datetime.date.fromisoformat(self.today) - datetime.date.fromisoformat(day)).days > 31:
                last[number[:4]] = max(last.get(number[:4], 0), int(number[5:]))
        for year, count in sorted(last.items()):
            given = {int(number[5:]) for number in self.numbers if number[:4] == year}
            for missing in sorted(set(range(1, count)) - given):
                self.check.differ(f"缺少案件 {year}-{missing:04}：编号不连续，这一件被拿掉了")

    def check_locks(self) -> int:
        """Each 认可 or 不认可 that claims the citizen's key must open a lock laid down when the 意见 came in."""
        for index, name, act, case, side, turn, preimage in self.lock_claims:
            # 认可 is the author's alone. 不认可 may come from anyone whose 意见 was merged into the case.
            authors = [case] if act in ("confirm", "agree") else with_joined(case, self.joined)
            # Somebody who was merged answers in the round of the other case, which the own case does not tell.
            turns = (0, 1, 2) if act == "agree" else (turn,)
            if not any(opens(author, side, turns, preimage) for author in authors):
                self.wrong(index, f"{name}：不是提意见的人的钥匙，伪造的答复")
        return len(self.lock_claims)


# Which method reads which type of entry; every other type is an act on a case.
READERS = {
    "meta": Ledger.take_meta,
    "rules": Ledger.take_rules,
    "release": Ledger.take_release,
    "access": Ledger.take_access,
    "rating": Ledger.take_rating,
    "open": Ledger.take_open,
    "flag": Ledger.take_flag,
    "publish": Ledger.take_publish,
    "record": Ledger.take_record,
    "mark": Ledger.take_mark,
    "redeem": Ledger.take_vote,
    "ballot": Ledger.take_vote,
    "cancel": Ledger.take_vote,
    "case.new": Ledger.take_case,
}


def with_joined(case: Case, joined: dict) -> list[Case]:
    """A case and those merged into it, also by way of another one."""
    cases = [case]
    for known in cases:
        cases.extend(other for other in joined.get(known.facts["id"], []) if other not in cases)
    return cases


def opens(author: Case, side: str, turns, preimage: str) -> bool:
    """Whether a key fits: its hash is the lock. Where the office saw the code (代录), a key proves nothing."""
    try:
        lock = to_base64url(sha256(from_base64url(preimage)))
    except ValueError:
        return False
    return not author.is_code_seen and any(author.locks[side][turn] == lock for turn in turns)


def begins_receipt_week(day: str) -> bool:
    """受理周: an ISO week cut at the ends of months; a piece of fewer than four days belongs to its neighbour."""
    date = datetime.date.fromisoformat(day)
    if date.day == 1:
        return True
    days_in_month = calendar.monthrange(date.year, date.month)[1]
    is_after_short_piece = date.day <= 4
    is_short_piece = days_in_month - date.day + 1 < 4
    return date.weekday() == 0 and not is_after_short_piece and not is_short_piece


# ── 8. From facts to figures ──────────────────────────────────────────────────────────────────────────────────────────

OPEN_STATES = {
    "triaged", "assigned", "returning", "accepted", "planned", "rectifying", "claimed", "verifying", "asking", "notice",
}  # fmt: skip
WORKING_STATES = {"assigned", "accepted", "planned", "rectifying"}
BASES = ("citizen", "independent", "office")


def conditions(facts: dict, day: str) -> dict:
    """For one case: under which counts it falls. `day` is the one on which 超期 is judged."""
    is_effective = facts["exit"] == "EFFECTIVE"
    is_closed = facts["state"] == "closed"
    is_late = facts["due"] is not None and facts["due"] < day
    was_checked = facts["checked"] is not None or facts["failedCheck"]
    in_time = facts["acceptedOn"] and facts["acceptDue"] and facts["acceptedOn"] <= facts["acceptDue"]
    return {
        "received": True,
        "effective": is_effective,
        **{basis: is_closed and facts["result"] == "A" and facts["basis"] == basis for basis in BASES},
        "explained": is_closed and facts["result"] == "D",
        "claimed": is_effective and facts["claims"] > 0 and facts["result"] in (None, "A"),
        "open": facts["state"] in OPEN_STATES,
        "overdue": facts["state"] in WORKING_STATES and not facts["paused"] and is_late,
        "suspended": facts["state"] == "suspended",
        "returned": facts["returns"] > 0,
        "extended": facts["extensions"] > 0,
        "reworked": facts["reworks"] > 0,
        "assigned": facts["assignedOn"] is not None,
        "acceptedInTime": bool(in_time),
        "closedInTime": is_closed and facts["onTime"] is True,
        "checked": is_effective and was_checked,
        "checkPassed": is_effective and facts["checked"] == "passed" and not facts["failedCheck"],
        "revisitDue": is_closed and facts["reachable"],
        "revisited": is_closed and facts["revisit"] in ("satisfied", "fairly", "dissatisfied"),
        "revisitSatisfied": is_closed and facts["revisit"] in ("satisfied", "fairly"),
        "answeredSeen": facts["answer"] is not None and facts["answerProof"] == "seen",
        "erased": facts["erased"],
    }


# Rate: (above the line, below the line), in names of counts or of the sums made in `figures`.
RATES = {
    "rectification": ("resolvedTotal", "rectifiable"),
    "verified": ("proven", "rectifiable"),
    "selfReported": ("claimed", "rectifiable"),
    "completion": ("finished", "effective"),
    "onTime": ("closedInTime", "finished"),
    "acceptance": ("acceptedInTime", "assigned"),
    "return": ("returned", "assigned"),
    "extension": ("extended", "assigned"),
    "rework": ("reworked", "finished"),
    "checkPass": ("checkPassed", "checked"),
    "revisit": ("revisited", "revisitDue"),
    "revisitSatisfaction": ("revisitSatisfied", "revisited"),
}


def per_cent(numerator: int, denominator: int) -> str | None:
    """A rate in per cent with one decimal, half up; none of nothing."""
    if denominator == 0:
        return None
    tenths = math.floor(fractions.Fraction(1000 * numerator, denominator) + fractions.Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def rate(numerator: int, denominator: int) -> dict:
    """A rate as it is published, with what is above and below the line."""
    return {"numerator": numerator, "denominator": denominator, "percent": per_cent(numerator, denominator)}


def figures(cases: list[dict], day: str) -> dict:
    """All counts and rates of a group of cases."""
    total = dict.fromkeys(conditions({**NEW_FACTS}, day), 0)
    for facts in cases:
        for name, holds in conditions(facts, day).items():
            total[name] += holds
    resolved = {basis: total.pop(basis) for basis in BASES}
    sums = {
        **total,
        "resolvedTotal": sum(resolved.values()),
        "proven": resolved["citizen"] + resolved["independent"],
        "rectifiable": total["effective"] - total["explained"],
        "finished": sum(resolved.values()) + total["explained"],
    }
    rates = {name: rate(sums[above], sums[below]) for name, (above, below) in RATES.items()}
    return {**total, "resolved": resolved, "resolvedTotal": sums["resolvedTotal"], "rates": rates}


def assessment_year(day: str, starts_on: str) -> int:
    """评议年度 of a day, named after the calendar year in which it began."""
    return int(day[:4]) - (0 if day[5:] >= starts_on else 1)


def counted_under(facts: dict) -> str | None:
    """The department that has the case, else the one that its author named."""
    return facts["department"] or facts["named"]


def closings(cases: list[dict]) -> dict:
    """Of cases closed in one month: on whose word, and how many were explained."""
    resolved = dict.fromkeys(BASES, 0)
    for facts in cases:
        if facts["result"] == "A":
            resolved[facts["basis"]] += 1
    return {"resolved": resolved, "explained": sum(facts["result"] == "D" for facts in cases)}


def wilson(successes: int, total: int) -> tuple[str, str]:
    """95 % interval of a share after E. B. Wilson (1927), four decimals, computed with fifty digits."""
    if total == 0:
        return "0.0000", "1.0000"
    with decimal.localcontext() as context:
        context.prec = 50
        z, n, share = decimal.Decimal("1.959963984540054"), decimal.Decimal(total), decimal.Decimal(successes) / total
        middle = share + z * z / (2 * n)
        margin = z * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        ends = [(middle + sign * margin) / (1 + z * z / n) for sign in (-1, 1)]
        low, high = (min(max(end, decimal.Decimal(0)), decimal.Decimal(1)) for end in ends)
        four = decimal.Decimal("0.0001")
        return str(low.quantize(four, decimal.ROUND_HALF_UP)), str(high.quantize(four, decimal.ROUND_HALF_UP))


MINIMUM_SAMPLE = 30


def no_ratings() -> dict:
    """No rating at all. Levels: 5 非常满意 … 1 非常不满意, 0 不了解; `apart` are those that are counted apart."""
    return {name: {str(level): 0 for level in range(6)} for name in ("levels", "apart")}


def rating_counts(state: State, levels: dict, year: int) -> dict:
    """Ratings of a 评议年度 by department and level: what was opened, and the 不了解 that go with it."""
    counts: dict[str, dict] = {}

    def add(cell: str, level: int, number: int, is_appealed: bool = False) -> None:
        code, of_year, *apart = cell.split("/")
        if of_year == str(year):
            part = "apart" if apart or is_appealed else "levels"
            counts.setdefault(code, no_ratings())[part][str(level)] += number

    for sealed, cell in state.opened.items():
        if sealed in levels:
            add(cell, levels[sealed], 1, sealed in state.appealed)
    for cell, number in state.unknown.items():
        add(cell, 0, number)
    return counts


def substantive(levels: dict) -> int:
    """Ratings that say something: all but 不了解."""
    return sum(number for level, number in levels.items() if level != "0")


def add_levels(groups: list[dict]) -> dict:
    """Several groups together, level by level."""
    return {str(level): sum(group[str(level)] for group in groups) for level in range(6)}


def rating_figures(groups: list[dict]) -> dict:
    """公众日常评价 of some departments, without and with those counted apart. A sum leaves out who has under ten."""
    shown_groups = [group for group in groups if substantive(group["levels"]) >= MINIMUM_CELL]
    if not shown_groups:
        nothing = dict.fromkeys(("substantive", "levels", "satisfaction", "unknown"))
        return {"sample": "hidden", **nothing, "flagged": None, "withFlagged": {"sample": "hidden", **nothing}}
    levels = add_levels([group["levels"] for group in shown_groups])
    apart = add_levels([group["apart"] for group in shown_groups])
    return {**sample(levels), "flagged": sum(apart.values()), "withFlagged": sample(add_levels([levels, apart]))}


def sample(levels: dict) -> dict:
    """满意率 and 不了解率; below thirty ratings there is only their number."""
    number = substantive(levels)
    unknown = rate(levels["0"], number + levels["0"])
    if number < MINIMUM_SAMPLE:
        return {"sample": "too-few", "substantive": number, "levels": None, "satisfaction": None, "unknown": unknown}
    satisfied = levels["5"] + levels["4"] + levels["3"]
    low, high = (per_cent(int(end.replace(".", "")), 10000) for end in wilson(satisfied, number))
    satisfaction = {**rate(satisfied, number), "low": low, "high": high}
    return {
        "sample": "shown",
        "substantive": number,
        "levels": levels,
        "satisfaction": satisfaction,
        "unknown": unknown,
    }


class City:
    """The numbers of a city as they follow from the log; the same shape as /open/figures.json."""

    def __init__(self, state: State, directory: dict, levels: dict, starts_on: str):
        self.day = state.publication["day"]
        self.starts_on = starts_on
        self.directory = directory
        self.all = list(state.facts.values())
        self.year = self.year_to_show()
        self.ratings = rating_counts(state, levels, self.year)
        self.cases = [facts for facts in self.all if self.year_of(facts) == self.year]

    def year_of(self, facts: dict) -> int:
        """评议年度 in which an 意见 came in."""
        return assessment_year(facts["week"], self.starts_on)

    def year_to_show(self) -> int:
        """The newest 评议年度 with an 有效意见; today's as long as there is none."""
        today = assessment_year(self.day, self.starts_on)
        years = [self.year_of(facts) for facts in self.all if facts["exit"] == "EFFECTIVE"]
        return max((year for year in years if year <= today), default=today)

    def of(self, codes) -> dict:
        """Figures of some departments, with their ratings."""
        return {**self.group(lambda facts: counted_under(facts) in codes), "ratings": self.ratings_of(codes)}

    def group(self, belongs) -> dict:
        """Figures of the year's cases for which something holds."""
        return figures([facts for facts in self.cases if belongs(facts)], self.day)

    def ratings_of(self, codes) -> dict:
        """公众日常评价 of some departments together."""
        return rating_figures([self.ratings[code] for code in self.ratings if code in codes])

    def classes(self) -> list[dict]:
        """Figures by class of departments."""
        rows = []
        for row in self.directory["classes"]:
            codes = {one["code"] for one in self.directory["departments"] if one["class"] == row["code"]}
            rows.append({**pick(row, "code", "name", "ranked"), **self.of(codes)})
        return rows

    def months(self) -> list[dict]:
        """Figures by month of receipt, with what was closed in the month."""
        closed: dict[str, list[dict]] = {}
        for facts in self.all:
            if facts["state"] == "closed" and assessment_year(facts["closedOn"], self.starts_on) == self.year:
                closed.setdefault(facts["closedOn"][:7], []).append(facts)
        months = sorted({*closed, *(facts["week"][:7] for facts in self.cases)})
        return [
            {
                "month": month,
                "closed": closings(closed.get(month, [])),
                **self.group(lambda facts, month=month: facts["week"][:7] == month),
            }
            for month in months
        ]

    def years(self) -> list[dict]:
        """Figures of every 评议年度."""
        years = sorted({self.year_of(facts) for facts in self.all})
        rows = [[facts for facts in self.all if self.year_of(facts) == year] for year in years]
        return [{"year": year, **figures(cases, self.day)} for year, cases in zip(years, rows)]

    def figures(self) -> dict:
        """Everything."""
        departments, topics = self.directory["departments"], self.directory["topics"]
        everyone = {row["code"] for row in departments}
        return {
            "asOf": self.day,
            "year": self.year,
            "overall": {**self.group(lambda facts: True), "ratings": self.ratings_of(everyone)},
            "classes": self.classes(),
            "departments": [{**pick(row, "code", "name", "class"), **self.of({row["code"]})} for row in departments],
            "months": self.months(),
            "topics": [
                {**pick(row, "code", "name"), **self.group(lambda facts, code=row["code"]: facts["topic"] == code)}
                for row in topics
            ],
            "years": self.years(),
        }


def pick(row: dict, *names: str) -> dict:
    """Some fields of an object."""
    return {name: row[name] for name in names}


# ── 8b. Rounds: from ballots to scores and ranks ──────────────────────────────────────────────────────────────────────

CHANNELS = ("online", "paper", "telephone", "hall", "survey")
BILLION = 10**9


def is_ticket(modulus: int, message: bytes, signature: bytes) -> bool:
    """RSASSA-PSS with SHA-384 and no salt (RFC 8017 §8.1.2), the exponent being 65537: what a blind ticket is (RFC 9474)."""
    number = int.from_bytes(signature, "big")
    if modulus.bit_length() != 2048 or len(signature) != 256 or number >= modulus:
        return False
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest()).digest()
    length = 256 - 48 - 1
    mask = b"".join(hashlib.sha384(digest + count.to_bytes(4, "big")).digest() for count in range(5))[:length]
    # In front of the byte 1 that stands before the salt there are only zeros; the first bit is not used.
    block = (int.from_bytes(mask, "big") ^ 1) & ((1 << (8 * length - 1)) - 1)
    return pow(number, 65537, modulus) == int.from_bytes(block.to_bytes(length, "big") + digest + b"\xbc", "big")


def decoded(text: str) -> bytes:
    """Bytes of base64url without padding, of any length, in their one spelling."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_base64url(content) != text:
        raise ValueError("不是规范的 base64url")
    return content


def read_canonical(content: bytes):
    """A value from its canonical form; ValueError for any other."""
    value = json.loads(content.decode())
    if canonical(value) != content:
        raise ValueError("不是规范写法")
    return value


class RoundFiles:
    """The files of a round, each held against the hash that the log has of it."""

    def __init__(self, check: Check, published: Published, one: Round):
        self.check, self.published, self.one = check, published, one

    def bytes(self, name: str, logged: str | None) -> bytes:
        """A file whose hash the log has."""
        content = self.plain(name)
        if to_base64url(sha256(content)) != logged:
            self.check.differ(f"{self.one.number} 的 {name} 不是登记过的那一份")
        return content

    def plain(self, name: str) -> bytes:
        """A file."""
        return self.published.bytes(f"rounds/{self.one.id}/{name}")


def check_rounds(check: Check, published: Published, ledger: Ledger, starts_on: str) -> None:
    """Every round whose plan is frozen, with all that was published of it."""
    listed = [one for _, one in sorted(ledger.rounds.all.items()) if one.number and one.state != "drafted"]
    if not listed:
        check.summary = "还没有评议活动"
        return
    expected = [
        {"id": one.id, "number": one.number, "state": one.state, "publication": (one.result or {}).get("publication")}
        for one in listed
    ]
    said = [pick(one, "id", "number", "state", "publication") for one in published.json("rounds.json")]
    check.compare("rounds.json", said, expected)
    plans = {}
    for one in listed:
        with check_part(check):
            plans[one.id] = check_frozen(RoundFiles(check, published, one), one)
    lines = []
    for one in listed:
        if one.id not in plans:
            continue
        with check_part(check):
            counted = CountedRound(check, RoundFiles(check, published, one), ledger, one, plans)
            counted.check_all(starts_on)
            lines.append(counted.summary)
    check.summary = "；".join(lines)


class check_part:  # noqa: N801
    """What cannot be made sense of ends only this part, and is a difference."""

    def __init__(self, check: Check):
        self.check = check

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        return self.check.__exit__(kind, problem, trace)


def check_frozen(files: RoundFiles, one: Round) -> dict:
    """Plan, self-reports, keys and rosters are those that were frozen; every code that was used is on its roster."""
    plan = read_canonical(files.bytes("rules.json", one.frozen.get("rules")))
    files.bytes("reports.json", one.frozen.get("reports"))
    roster = read_canonical(files.bytes("roster.json", one.frozen.get("roster")))
    keys = read_canonical(files.bytes("keys.json", one.frozen.get("keys")))
    if plan["round"] != one.id:
        raise ValueError("方案属于另一次评议活动")
    lines = {name: set(known) for name, known in roster.items()}
    for rule in plan["rosters"]:
        if len(lines.get(rule["roster"], ())) != rule["codes"]:
            files.check.differ(f"{one.number} 的名册 {rule['roster']} 不是 {rule['codes']} 个评议码")
    for redemption, name in one.redeemed.items():
        if to_base64url(sha256(from_base64url(redemption))) not in lines.get(name, ()):
            files.check.differ(f"{one.number} 用过的评议码有一个不在名册 {name} 上，是凭空造的")
    moduli = {(key["group"], key["department"]): int.from_bytes(decoded(key["n"]), "big") for key in keys}
    for sealed, (group, department, lock, ticket, index) in one.ballots.items():
        message = f"wmpy-ticket/1\n{one.id}\n{group}\n{department}\n{sealed}\n{lock}\n".encode()
        if not is_ticket(moduli.get((group, department), 0), message, decoded(ticket)):
            files.check.differ(f"第 {index} 条（{one.number}）：选票的签名不对，不是发票机签的，或者签的是另一份")
    return plan


def departments_of(plan: dict, rule: dict) -> list[str]:
    """Departments that a code of a roster gives ballots on."""
    codes = [one["code"] for one in plan["departments"] if not one.get("isExempt")]
    return [code for code in codes if rule.get("only", code) == code and code != rule.get("except")]


class CountedRound:
    """One round, counted again."""

    def __init__(self, check: Check, files: RoundFiles, ledger: Ledger, one: Round, plans: dict):
        self.check, self.files, self.ledger, self.one, self.plans = check, files, ledger, one, plans
        self.plan = plans[one.id]
        # By commitment: [department, group, channel, what it says or None].
        self.rows: dict[str, list] = {}
        self.excluded: set[str] = set()
        self.left_out: list[dict] = []
        self.summary = ""
        is_published = one.result is not None
        self.batches, self.exclusions = one.papers if is_published else ledger.rounds.confirmed(one.id)

    def differ(self, text: str) -> None:
        """Something about this round is not as it should be."""
        self.check.differ(f"{self.one.number}：{text}")

    def check_all(self, starts_on: str) -> None:
        """Everything, from the codes to the ranks."""
        slack = self.check_slack()
        self.read_rows()
        self.exclude()
        self.summary = (
            f"{self.one.number} 已用评议码 {len(self.one.redeemed):,} 个，选票 {len(self.one.ballots):,} 份，"
            f"领了票没有投的余额 {slack:,} 份"
        )
        if self.one.result is None:
            return
        lines = self.read_openings()
        cells = tally_cells(self.plan, [row for sealed, row in self.rows.items() if sealed not in self.excluded])
        self.check_cells(cells)
        results = Results(self.plan, cells, self.turnout(), self.annual(starts_on)).make(
            len(self.one.cancelled), len(self.excluded)
        )
        self.compare(results, lines)
        self.summary += f"，{len(results['departments'])} 个单位的得分和名次全部重算"

    def used(self) -> dict[str, int]:
        """Codes that were used, by roster."""
        counts: dict[str, int] = {}
        for name in self.one.redeemed.values():
            counts[name] = counts.get(name, 0) + 1
        return counts

    def check_slack(self) -> int:
        """No group gives a department more ballots than codes were used; what is left could be made up without a trace."""
        if not self.one.closed:
            return 0
        used = self.used()
        allowed: dict[tuple, int] = {}
        for rule in self.plan["rosters"]:
            for department in departments_of(self.plan, rule):
                cell = (rule["group"], department)
                allowed[cell] = allowed.get(cell, 0) + used.get(rule["roster"], 0)
        cast: dict[tuple, int] = {}
        for group, department, *_ in self.one.ballots.values():
            cast[group, department] = cast.get((group, department), 0) + 1
        for cell, count in cast.items():
            if count > allowed.get(cell, 0):
                most = allowed.get(cell, 0)
                self.differ(f"{cell[0]} 类评议人对 {cell[1]} 有 {count} 份选票，用过的评议码只有 {most} 个：有票是凭空造的")
        return sum(max(0, most - cast.get(cell, 0)) for cell, most in allowed.items())

    def read_rows(self) -> None:
        """Ballots that nobody took back, and the rows of batches, whose numbers must add up."""
        for sealed, (group, department, *_) in self.one.ballots.items():
            if sealed not in self.one.cancelled:
                self.rows[sealed] = [department, group, "online", None]
        rated = {one["code"] for one in self.plan["departments"] if not one.get("isExempt")}
        for batch in self.batches:
            name = f"batches/{batch['id']}.ndjson"
            known = []
            for line in self.files.bytes(name, batch["batchRows"]["file"]).splitlines():
                row = read_canonical(line)
                if set(row) != {"c", "d"} or row["d"] not in rated:
                    raise ValueError(f"{name} 的写法不对")
                if row["c"] in self.rows:
                    self.differ(f"{name}：同一份票登记了两次")
                self.rows[row["c"]] = [row["d"], batch["raterGroup"], batch["ballotChannel"], None]
                known.append(row["c"])
            bound, counts = batch["batchRows"], batch["batchCounts"]
            hashed = to_base64url(sha256("".join(f"{each}\n" for each in sorted(known)).encode()))
            if (hashed, len(known)) != (bound["hash"], bound["count"]):
                self.differ(f"{batch['number']}：收票批次的每一行不是清点时封存的那些")
            total = counts["valid"] + sum(counts["void"].values())
            if counts["returned"] > counts["issued"] or counts["returned"] != total or counts["rows"] != bound["count"]:
                self.differ(f"{batch['number']}：收票批次对不上账")

    def exclude(self) -> None:
        """Rows that confirmed exclusions take out: there, not taken out before, of one group and channel."""
        for paper in self.exclusions:
            bound = paper["excluded"]
            if not bound["targets"] or bound["rows"] != len(bound["targets"]):
                self.differ(f"{paper['number']}：剔除的份数不对")
            origin = self.rows.get(bound["targets"][0], [None] * 4)[1:3] if bound["targets"] else []
            for sealed in bound["targets"]:
                if sealed in self.excluded or sealed not in self.rows or self.rows[sealed][1:3] != origin:
                    self.differ(f"{paper['number']}：剔除的票有的不存在、已经剔除过，或者不是同一类别和渠道的")
                self.excluded.add(sealed)
            if origin and origin[0] is not None:
                self.left_out.append({"rule": paper["exclusionRule"], "ballots": bound["ballots"], "of": origin})

    def read_openings(self) -> int:
        """Each opening fits its commitment. Returns how many lines there are."""
        lines = 0
        for code in (one["code"] for one in self.plan["departments"] if not one.get("isExempt")):
            name = f"openings/{code}.ndjson"
            last = ""
            for number, line in enumerate(self.files.bytes(name, self.one.result["openings"].get(code)).splitlines(), 1):
                lines += 1
                opening = read_canonical(line)
                sealed, row = opening["c"], self.rows.get(opening["c"])
                if set(opening) != {"c", "ch", "g", "o", "s"} or set(opening["o"]) != {"r", "x"}:
                    raise ValueError(f"{name} 第 {number} 行的写法不对")
                if sealed <= last:
                    self.differ(f"{name} 第 {number} 行没有按次序排列")
                last = sealed
                if row is None or row[:3] != [code, opening["g"], opening["ch"]]:
                    self.differ(f"{name} 第 {number} 行：存证本里没有这份选票，或者评的不是这个单位")
                    continue
                if commitment(opening["o"], opening["s"]) != sealed:
                    self.differ(f"{name} 第 {number} 行：公开的评价和投票时封存的不一样")
                row[3] = opening["o"]
        return lines

    def check_cells(self, cells: dict) -> None:
        """Written rows of open cells are all there; of small cells nothing but 弃权, and no more stays closed than is small."""
        least = self.plan["minimums"]["cell"]
        closed: dict[tuple, int] = {}
        for row in self.rows.values():
            cell = tuple(row[:3])
            is_open = cell in cells and cells[cell]["substantive"] >= least
            if row[3] is None and is_open and row[2] != "online":
                self.differ(f"{'、'.join(cell)} 的票应公开而没有公开")
            elif row[3] is None and not is_open:
                closed[cell] = closed.get(cell, 0) + 1
            elif row[3] is not None and not is_open and read_marks(self.plan, row[3]) != {"r": 0, "x": {}}:
                self.differ(f"{'、'.join(cell)} 人数太少，评价不该公开")
        for cell, count in closed.items():
            if count >= least and cell[2] != "online":
                self.differ(f"{'、'.join(cell)} 有 {count} 份票应公开而没有公开")

    def turnout(self) -> list[dict]:
        """People by group and channel."""
        counts: dict[tuple, dict] = {}

        def of(group: str, channel: str) -> dict:
            empty = {"group": group, "channel": channel, "issued": 0, "returned": 0, "void": {}, "excluded": {}}
            return counts.setdefault((group, channel), empty)

        used = self.used()
        for rule in self.plan["rosters"]:
            row = of(rule["group"], "online")
            row["issued"] += rule["codes"]
            row["returned"] += used.get(rule["roster"], 0)
        for batch in self.batches:
            row = of(batch["raterGroup"], batch["ballotChannel"])
            row["issued"] += batch["batchCounts"]["issued"]
            row["returned"] += batch["batchCounts"]["returned"]
            add_counts(row["void"], batch["batchCounts"]["void"])
        for paper in self.left_out:
            if paper["of"][1] != "online" and paper["ballots"] > 0:
                add_counts(of(*paper["of"])["excluded"], {paper["rule"]: paper["ballots"]})
        return list(counts.values())

    def annual(self, starts_on: str) -> dict | None:
        """What 年度得分 needs of each department beside its score, as it was at the publication that the result names."""
        number = self.one.result.get("publication")
        if number is None:
            return None
        if self.ledger.remembered.get(number) is None or "annual" not in self.plan:
            self.differ(f"年度得分用的第 {number} 次公布对不上")
            return None
        day, facts = self.ledger.remembered[number]
        regular = self.regular()
        inputs = {}
        for code in (one["code"] for one in self.plan["departments"]):
            own = [
                one for one in facts
                if counted_under(one) == code and assessment_year(one["week"], starts_on) == self.plan["year"]
            ]  # fmt: skip
            rates = figures(own, day)["rates"]
            share_of = lambda name, known=rates: {"part": known[name]["numerator"], "of": known[name]["denominator"]}
            inputs[code] = {
                "department": code, "rectified": share_of("rectification"), "onTime": share_of("onTime"),
                "revisits": share_of("revisitSatisfaction"), "signed": share_of("acceptance"),
                "regular": regular.get(code, []),
            }  # fmt: skip
        return inputs

    def regular(self) -> dict[str, list]:
        """Scores of the 日常评议 of the year, by department."""
        scores: dict[str, list] = {}
        told = self.one.result.get("regular", {})
        for other in self.ledger.rounds.all.values():
            plan = self.plans.get(other.id)
            is_due = plan and plan["kind"] == "regular" and plan["year"] == self.plan["year"] and other.id != self.one.id
            if is_due and other.result and other.result_at < self.one.result_at and other.id not in told:
                self.differ(f"年度得分漏了 {other.number}")
        for round_id in sorted(told):
            other = self.ledger.rounds.all.get(round_id)
            if other is None or other.result is None or other.result["results"] != told[round_id]:
                if other is not None and other.result_at > self.one.result_at:
                    # Corrected since: what it said then is not served any more.
                    published = json.loads(self.files.plain("results.json"))["departments"]
                    return {row["department"]: row["annual"]["inputs"]["regular"] for row in published if "annual" in row}
                self.differ("年度得分用的日常评议对不上")
                continue
            results = json.loads(self.files.published.bytes(f"rounds/{round_id}/results.json"))
            for row in results["departments"]:
                if "score" in row:
                    scores.setdefault(row["department"], []).append(row["score"])
        return scores

    def compare(self, results: dict, lines: int) -> None:
        """Every figure as published against the same one computed again, and the bytes."""
        content = self.files.bytes("results.json", self.one.result["results"])
        before = len(self.check.differences)
        self.check.compare(f"{self.one.number} 的结果", json.loads(content), results)
        if len(self.check.differences) == before and canonical(results) != content:
            self.differ("results.json 的写法不对")
        if self.one.result["opened"] != lines or self.one.result["hidden"] != results["rows"]["hidden"]:
            self.differ("公布时写的票数不对")
        names = {one["code"]: one["name"] for one in self.plan["departments"]}
        table = self.files.published.csv(f"rounds/{self.one.id}/results.csv")
        if len(table) != len(results["departments"]):
            self.differ("results.csv 的行数不对")
        for line, row in zip(table, results["departments"]):
            compare_line(self.check, f"{self.one.number} 的 results.csv {row['department']}", line, result_cells(row, names))


def result_cells(row: dict, names: dict) -> dict:
    """The line of a department in results.csv."""
    annual, interval = row.get("annual", {}), row.get("interval", {})
    return {
        "department": row["department"], "name": names[row["department"]], "class": row["classCode"],
        "standing": row["standing"], "n": row["n"], "score": row.get("score"), "score_low": interval.get("low"),
        "score_high": interval.get("high"), "rank": row.get("rank"), "tier": row.get("tier"),
        "satisfied": row["satisfied"]["part"], "very_satisfied": row["verySatisfied"]["part"],
        "rated": row["satisfied"]["of"], "unknown": row["unknown"]["part"], "asked": row["unknown"]["of"],
        "annual_score": annual.get("score"), "annual_review": annual.get("review"),
        "annual_rectification": annual.get("rectification"), "annual_regular": annual.get("regular"),
    }  # fmt: skip


def add_counts(total: dict, more: dict) -> None:
    """Adds counts under the same names."""
    for name, count in more.items():
        total[name] = total.get(name, 0) + count


def is_whole(value) -> bool:
    """A whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def read_marks(plan: dict, marks) -> dict | None:
    """What a ballot says, if it fits the questionnaire: every item has a level or 0 (不了解). All 不了解 is exactly 弃权."""
    overall, items = marks["r"], marks["x"]
    levels = {one["level"] for one in plan["scale"]["levels"]} | {0}
    if not is_whole(overall) or not isinstance(items, dict):
        return None
    if not items:
        return marks if overall == 0 else None
    if overall not in (levels if plan["asksOverall"] else {0}) or set(items) != {one["code"] for one in plan["items"]}:
        return None
    if not all(is_whole(level) and level in levels for level in items.values()):
        return None
    return None if overall == 0 and not any(items.values()) else marks


def tally_cells(plan: dict, rows: list) -> dict[tuple, dict]:
    """Ballots by department, group and channel: how many there are, and what the opened ones say."""
    cells: dict[tuple, dict] = {}
    for department, group, channel, said in rows:
        cell = cells.setdefault(
            (department, group, channel),
            {"ballots": 0, "substantive": 0, "abstained": 0, "malformed": 0, "unopened": 0, "items": {}, "overall": {}},
        )
        cell["ballots"] += 1
        marks = None if said is None else read_marks(plan, said)
        if said is None:
            cell["unopened"] += 1
        elif marks is None:
            cell["malformed"] += 1
        elif not any(marks["x"].values()):
            cell["abstained"] += 1
        else:
            cell["substantive"] += 1
            for item, level in marks["x"].items():
                add_counts(cell["items"].setdefault(item, {}), {str(level): 1})
            if plan["asksOverall"]:
                add_counts(cell["overall"], {str(marks["r"]): 1})
    return cells


def printed(score: fractions.Fraction) -> str:
    """Three decimals, half up."""
    thousandths = math.floor(score * 1000 + fractions.Fraction(1, 2))
    return f"{thousandths // 1000}.{thousandths % 1000:03}"


def weighted(parts) -> fractions.Fraction | None:
    """Mean by weights of those parts that have a value; None of nothing."""
    known = [(weight, value) for weight, value in parts if value is not None]
    total = sum(weight for weight, _ in known)
    return None if total == 0 else sum(weight * value for weight, value in known) / fractions.Fraction(total)


def share(part: int, of: int) -> dict:
    """A share with its percentage, which a share of nothing does not have."""
    return {"part": part, "of": of} if of == 0 else {"part": part, "of": of, "percent": per_cent(part, of)}


def add_shares(shares) -> dict:
    """Shares added up."""
    known = list(shares)
    return share(sum(one["part"] for one in known), sum(one["of"] for one in known))


def with_score(row: dict, score: fractions.Fraction | None) -> dict:
    """A row with its score, if there is one."""
    return row if score is None else {**row, "score": printed(score)}


class GroupOf:
    """One rater group over some open cells of a department."""

    def __init__(self, plan: dict, group: dict, cells: list[dict]):
        self.code, self.weight = group["code"], group["weight"]
        self.substantive = sum(cell["substantive"] for cell in cells)
        self.abstained = sum(cell["abstained"] for cell in cells)
        self.overall: dict = {}
        for cell in cells:
            add_counts(self.overall, cell["overall"])
        self.items = [self.item(plan, item, cells) for item in plan["items"]]
        self.score = weighted((item["weight"], item["score"]) for item in self.items)
        error = weighted((item["weight"], item["error"]) for item in self.items)
        self.error = 0 if error is None else math.floor(error * BILLION)
        self.counts = self.score is not None and self.substantive >= plan["minimums"]["group"]

    @staticmethod
    def item(plan: dict, item: dict, cells: list[dict]) -> dict:
        """One item: counts, exact score, and its standard error in points, cut off after nine decimals."""
        levels: dict = {}
        for cell in cells:
            add_counts(levels, cell["items"].get(item["code"], {}))
        points = {str(one["level"]): one["points"] for one in plan["scale"]["levels"]}
        given = [(points[level], count) for level, count in levels.items() if level != "0"]
        n = sum(count for _, count in given)
        total = sum(each * count for each, count in given)
        row = {"item": item["code"], "n": n, "unknown": levels.get("0", 0), "points": total, "levels": levels}
        if n == 0:
            return {"row": row, "weight": item["weight"], "score": None, "error": None}
        # One mark of the best level and one of the worst more, so that a few equal marks do not look like certainty.
        more = [*given, (max(points.values()), 1), (min(points.values()), 1)]
        count, p, q = n + 2, sum(a * b for a, b in more), sum(a * a * b for a, b in more)
        squared = fractions.Fraction(count * q - p * p, count * count * (count - 1))
        error = math.isqrt(squared.numerator * BILLION * BILLION // squared.denominator)
        score = fractions.Fraction(total, n)
        return {"row": row, "weight": item["weight"], "score": score, "error": fractions.Fraction(error, BILLION)}

    def part(self) -> dict:
        """The group as it is published."""
        rows = [with_score(item["row"], item["score"]) for item in self.items]
        part = {"group": self.code, "counts": self.counts, "substantive": self.substantive, "abstained": self.abstained}
        return with_score({**part, "items": rows}, self.score)


class Results:
    """The results of a round, from the counts of its ballots by the rules of its plan."""

    def __init__(self, plan: dict, cells: dict, turnout: list[dict], annual: dict | None):
        self.plan, self.cells, self.people, self.annual = plan, cells, turnout, annual
        self.counted = {one["channel"] for one in plan["channels"] if one["isCounted"]}
        # Exact: department: (score, low, high).
        self.exact: dict[str, tuple] = {}

    def is_open(self, cell: dict) -> bool:
        """Whether a cell has enough substantive ballots to be opened."""
        return cell["substantive"] >= self.plan["minimums"]["cell"]

    def groups(self, cells: dict) -> list[GroupOf]:
        """Groups of the plan with an open cell."""
        groups = []
        for group in self.plan["groups"]:
            own = [cell for key, cell in cells.items() if key[1] == group["code"] and self.is_open(cell)]
            if own:
                groups.append(GroupOf(self.plan, group, own))
        return groups

    def items_over(self, groups: list[GroupOf]) -> list[dict]:
        """Items over the groups that count."""
        rows = []
        for place, item in enumerate(self.plan["items"]):
            parts = [(one.weight, one.items[place]) for one in groups if one.counts]
            levels: dict = {}
            for _, part in parts:
                add_counts(levels, part["row"]["levels"])
            row = {"item": item["code"], "levels": levels}
            for name in ("n", "unknown", "points"):
                row[name] = sum(part["row"][name] for _, part in parts)
            rows.append(with_score(row, weighted((weight, part["score"]) for weight, part in parts)))
        return rows

    def satisfaction(self, groups: list[GroupOf]) -> dict:
        """满意率 and the share of the best level: of the overall marks where they are asked for, else of all marks."""
        levels: dict = {}
        for one in groups:
            for known in [one.overall] if self.plan["asksOverall"] else [item["row"]["levels"] for item in one.items]:
                add_counts(levels, known)
        scale = self.plan["scale"]["levels"]
        part = sum(levels.get(str(one["level"]), 0) for one in scale if one["isSatisfied"])
        of = sum(levels.get(str(one["level"]), 0) for one in scale)
        # Several marks of one person are one witness.
        people = min(of, sum(one.substantive for one in groups))
        low, high = wilson(part * people // of if of else 0, people)
        best = levels.get(str(scale[0]["level"]), 0)
        return {"satisfied": {**share(part, of), "low": low, "high": high}, "verySatisfied": share(best, of)}

    def department(self, one: dict) -> dict:
        """One department, but for its place."""
        code = one["code"]
        cells = {key: cell for key, cell in self.cells.items() if key[0] == code}
        groups = self.groups({key: cell for key, cell in cells.items() if key[2] in self.counted})
        counted = [group for group in groups if group.counts]
        score = weighted((group.weight, group.score) for group in counted)
        n, abstained = sum(group.substantive for group in counted), sum(group.abstained for group in counted)
        row = {
            "department": code, "classCode": one["classCode"], "standing": self.standing(one, n, score), "n": n,
            **self.satisfaction(counted), "unknown": share(abstained, abstained + n), "items": self.items_over(counted),
            "overall": {}, "groups": [group.part() for group in groups], "channels": self.channels(cells),
        }  # fmt: skip
        for group in counted:
            add_counts(row["overall"], group.overall)
        if score is None:
            return row
        weights = sum(group.weight for group in counted)
        squares = sum(group.weight**2 * group.error**2 for group in counted)
        margin = fractions.Fraction(196 * math.isqrt(squares // weights**2), 100 * BILLION)
        low, high = max(score - margin, fractions.Fraction(0)), min(score + margin, fractions.Fraction(100))
        self.exact[code] = (score, low, high)
        row["interval"] = {"low": printed(low), "high": printed(high)}
        if "annual" in self.plan and self.annual and code in self.annual:
            row["annual"] = self.year(score, self.annual[code])
        return with_score(row, score)

    def standing(self, one: dict, n: int, score) -> str:
        """How a department stands."""
        if one.get("isExempt"):
            return "exempt"
        if score is None:
            return "withheld"
        if n < self.plan["minimums"]["ranked"]:
            return "few"
        is_ranked = any(each["code"] == one["classCode"] and each["isRanked"] for each in self.plan["classes"])
        return "ranked" if is_ranked else "unranked"

    def channels(self, cells: dict) -> list[dict]:
        """What came by each channel alone."""
        rows = []
        for channel in CHANNELS:
            own = {key: cell for key, cell in cells.items() if key[2] == channel}
            if not own:
                continue
            groups = self.groups(own)
            row = {
                "channel": channel, "counts": channel in self.counted,
                "ballots": sum(cell["ballots"] for cell in own.values()),
                "hidden": sum(cell["ballots"] for cell in own.values() if not self.is_open(cell)),
                "substantive": sum(group.substantive for group in groups),
                "abstained": sum(group.abstained for group in groups), "items": self.items_over(groups),
            }  # fmt: skip
            rows.append(with_score(row, weighted((group.weight, group.score) for group in groups if group.counts)))
        return rows

    def year(self, score: fractions.Fraction, inputs: dict) -> dict:
        """年度得分: parts that there are not leave, and the weights of the others are scaled up."""
        parts = zip((50, 20, 20, 10), (inputs[name] for name in ("rectified", "onTime", "revisits", "signed")))
        known = [(weight, fractions.Fraction(100 * each["part"], each["of"])) for weight, each in parts if each["of"]]
        rectification = weighted(known)
        regular = weighted((1, fractions.Fraction(each)) for each in inputs["regular"])
        formula = self.plan["annual"]
        total = weighted(
            [(formula["review"], score), (formula["rectification"], rectification), (formula["regular"], regular)]
        )
        row = {"score": printed(total), "review": printed(score), "inputs": inputs}
        if rectification is not None:
            row["rectification"] = printed(rectification)
        if regular is not None:
            row["regular"] = printed(regular)
        return row

    def place(self, rows: list[dict]) -> None:
        """Ranks and tiers within each class: equal scores share a place, overlapping intervals a tier."""
        for each in self.plan["classes"]:
            own = [row for row in rows if row["classCode"] == each["code"] and row["standing"] == "ranked"]
            own.sort(key=lambda row: -self.exact[row["department"]][0])
            tier = 0
            for place, row in enumerate(own):
                score = self.exact[row["department"]][0]
                highest = max(self.exact[other["department"]][2] for other in own[place:])
                if all(highest < self.exact[other["department"]][1] for other in own[:place]):
                    tier += 1
                row["rank"] = 1 + sum(self.exact[other["department"]][0] > score for other in own)
                row["tier"] = tier

    def range_of(self, scores: list) -> dict:
        """Highest and lowest score."""
        return {"max": printed(max(scores)), "min": printed(min(scores))} if scores else {}

    @staticmethod
    def shares(rows: list[dict]) -> dict:
        """Shares of several departments together."""
        return {name: add_shares(row[name] for row in rows) for name in ("satisfied", "verySatisfied", "unknown")}

    def class_result(self, each: dict, rows: list[dict]) -> dict:
        """One class."""
        own = [row for row in rows if row["classCode"] == each["code"]]
        enough = [row for row in own if row["standing"] in ("ranked", "unranked")]
        scores = [self.exact[row["department"]][0] for row in enough]
        result = {
            "classCode": each["code"], "isRanked": each["isRanked"], "departments": len(enough),
            **self.range_of(scores), **self.shares(own), "items": [],
        }  # fmt: skip
        if scores:
            result["mean"] = printed(sum(scores) / fractions.Fraction(len(scores)))
        for item in self.plan["items"]:
            items = [one for row in enough for one in row["items"] if one["item"] == item["code"]]
            known = [fractions.Fraction(one["score"]) for one in items if "score" in one]
            mean = weighted((1, score) for score in known)
            if mean is not None:
                result["items"].append({"item": item["code"], "score": printed(mean)})
        return result

    @staticmethod
    def turnout(rows: list[dict], invited: int | None = None) -> dict:
        """People of some groups and channels together."""
        voids: dict = {}
        excluded: dict = {}
        for row in rows:
            add_counts(voids, row["void"])
            add_counts(excluded, row["excluded"])
        issued, returned = sum(row["issued"] for row in rows), sum(row["returned"] for row in rows)
        valid = returned - sum(voids.values()) - sum(excluded.values())
        return {
            "issued": issued, "returned": returned, "void": voids, "excluded": excluded, "valid": valid,
            "returnRate": share(returned, issued if invited is None else invited), "validRate": share(valid, returned),
        }  # fmt: skip

    def by_channel(self, rows: list[dict]) -> list[dict]:
        """People by channel."""
        own = [(channel, [row for row in rows if row["channel"] == channel]) for channel in CHANNELS]
        return [{"channel": channel, **self.turnout(known)} for channel, known in own if known]

    def turnouts(self) -> dict:
        """People of the whole round, by group and by channel."""
        invited = sum(group["invited"] for group in self.plan["groups"])
        groups = []
        for group in self.plan["groups"]:
            own = [row for row in self.people if row["group"] == group["code"]]
            head = {"group": group["code"], "invited": group["invited"]}
            groups.append({**head, **self.turnout(own, group["invited"]), "channels": self.by_channel(own)})
        total = self.turnout(self.people, invited)
        return {"invited": invited, "total": total, "groups": groups, "channels": self.by_channel(self.people)}

    def make(self, cancelled: int, excluded: int) -> dict:
        """Everything, as results.json has it."""
        rows = [self.department(one) for one in self.plan["departments"]]
        self.place(rows)
        is_open = [cell for cell in self.cells.values() if self.is_open(cell)]
        closed = [cell for cell in self.cells.values() if not self.is_open(cell)]
        counts = {
            "ballots": sum(cell["ballots"] for cell in self.cells.values()), "cancelled": cancelled,
            "excluded": excluded, "hidden": sum(cell["ballots"] for cell in closed), "hiddenCells": len(closed),
            **{name: sum(cell[name] for cell in is_open) for name in ("unopened", "malformed", "abstained", "substantive")},
            "counted": sum(row["n"] for row in rows),
        }  # fmt: skip
        ranked = [self.exact[row["department"]][0] for row in rows if row["standing"] == "ranked"]
        return {
            "v": 1, "round": self.plan["round"], "title": self.plan["title"], "year": self.plan["year"], "rows": counts,
            "turnout": self.turnouts(), "overall": {**self.range_of(ranked), **self.shares(rows)},
            "classes": [self.class_result(each, rows) for each in self.plan["classes"]], "departments": rows,
        }  # fmt: skip


# ── 9. What is published, against what follows from the log ───────────────────────────────────────────────────────────


class Published:
    """The files under /open/, read once each."""

    def __init__(self, source):
        self.source = source
        self.kept: dict[str, bytes] = {}

    def fetch(self, paths) -> None:
        """Reads many files ahead, several at a time; one that is missing is noticed by whoever asks for it."""
        wanted = [path for path in paths if path not in self.kept]
        for path, content in zip(wanted, self.source.read_many([f"open/{path}" for path in wanted])):
            if content is not None:
                self.kept[path] = content

    def bytes(self, path: str) -> bytes:
        """A file."""
        if path not in self.kept:
            self.kept[path] = self.source.read(f"open/{path}")
        return self.kept[path]

    def json(self, path: str):
        """A file of JSON."""
        return json.loads(self.bytes(path))

    def lines(self, path: str):
        """The objects of a file with one to a line."""
        content = self.bytes(path).decode()
        if content and not content.endswith("\n"):
            raise ValueError(f"{path} 没有写完")
        return [json.loads(line) for line in content.splitlines()]

    def csv(self, path: str) -> list[dict]:
        """The lines of a CSV file, by the names in its first line."""
        return list(csv.DictReader(io.StringIO(self.bytes(path).decode("utf-8-sig"), newline="")))


def check_rules(check: Check, published: Published, ledger: Ledger) -> str:
    """The files of the rules are those in the log. Returns the begin of the 评议年度 under the newest ones, `MM-DD`."""
    starts_on = "12-01"
    published.fetch(f"rules/{number}.json" for number in range(1, len(ledger.rules) + 1))
    for number, logged in enumerate(ledger.rules, 1):
        content = published.bytes(f"rules/{number}.json")
        if to_base64url(sha256(content)) != logged:
            check.differ(f"rules/{number}.json 不是存证本里登记的规则")
        starts_on = json.loads(content)["yearStartsOn"]
    check.summary = f"{len(ledger.rules)} 版，与登记的一致"
    return starts_on


def check_publication(check: Check, published: Published, ledger: Ledger, city: dict, checkpoint: Checkpoint) -> None:
    """Every file that was published is, byte for byte, the one whose hash is in the log."""
    entry, number = ledger.published.publication, ledger.wanted
    if number != len(ledger.publications):
        check.differ(
            f"公开的是第 {number} 次公布，存证本里已有第 {len(ledger.publications)} 次（若正赶上公布，请重新下载再核）"
        )
    for path in required_files(ledger.published, city):
        if path not in entry["files"]:
            check.differ(f"{path} 没有在公布时登记")
    published.fetch(entry["files"])
    for path, logged in entry["files"].items():
        try:
            if to_base64url(sha256(published.bytes(path))) != logged:
                check.differ(f"{path} 不是公布时登记的那份文件", path=path)
        except Missing:
            check.differ(f"缺少公布过的文件 {path}", path=path)
    check.compare("city.json 的 origin", city["origin"], checkpoint.origin)
    check.compare("city.json 的 keys", city["keys"], ledger.meta.get("keys"))
    check.compare("city.json 的公布日", city["publication"]["day"], entry["day"])
    check.summary = f"第 {number} 次公布（{entry['day']}），{len(entry['files'])} 个文件，逐字节一致"


def required_files(state: State, city: dict) -> list[str]:
    """What a publication must bind."""
    years = [f"cases/{year}.{kind}" for year in city["years"] for kind in ("ndjson", "csv")]
    departments = [f"dept/{row['code']}.json" for row in city["departments"]]
    records = ["records.ndjson", "records.csv"]
    fixed = ["city.json", "figures.json", "figures.csv", "departments.csv", "dictionary.json"]
    return [*fixed, *records, *years, *departments]


def check_records(check: Check, published: Published, ledger: Ledger) -> None:
    """The published facts of every record follow from its entries; the CSV file says the same."""
    expected = dict(ledger.published.records)
    for line in published.lines("records.ndjson"):
        facts = expected.pop(line["id"], None)
        if facts is None:
            check.differ(f"records.ndjson：记录 {line['id']} 在存证本里没有，或者重复")
        else:
            check.compare(f"记录 {facts['number'] or facts['id']}", line, facts)
    for facts in expected.values():
        check.differ(f"记录 {facts['number'] or facts['id']}：存证本里有，records.ndjson 里没有")
    lines = published.csv("records.csv")
    if sorted(bare(line["id"]) for line in lines) != sorted(ledger.published.records):
        check.differ("records.csv 与 records.ndjson 不是同样的记录")
    for line in lines:
        facts = ledger.published.records.get(bare(line["id"]))
        if facts is not None:
            compare_line(check, f"records.csv 记录 {facts['number'] or facts['id']}", line, record_cells(facts))
    said = ledger.records
    check.summary = f"{len(said.all):,} 份共 {said.acts:,} 步，群众测评 {said.marks:,} 份，都由存证本重放得出"


def record_cells(facts: dict) -> dict:
    """The facts of a record under the names of columns."""
    marks = facts["marks"] or {}
    cells = {name: value for name, value in facts.items() if name != "marks"}
    return {
        **cells,
        "body": canonical(facts["body"]).decode(),
        **{f"marks_{name}": marks.get(name) for name in (*MARKS, "apart")},
    }


def check_openings(check: Check, published: Published, ledger: Ledger) -> dict[str, int]:
    """Every opened rating is there, and its level fits the commitment. Returns the levels by commitment."""
    levels: dict[str, int] = {}
    files: dict[str, set[str]] = {}
    for sealed, cell in ledger.published.opened.items():
        files.setdefault(opening_file(cell), set()).add(sealed)
    published.fetch(files)
    for path, expected in sorted(files.items()):
        try:
            found = read_openings(check, published, path, ledger.ratings.opened)
        except Missing:
            check.differ(f"缺少开票文件 {path}，{len(expected)} 份评价没有开票", path=path)
            continue
        for sealed in sorted(expected - found.keys()):
            check.differ(f"{path}：评价 {sealed} 应开票而没有公开", path=path)
        levels.update(found)
    check.summary = f"{len(levels):,} 份评价开票，每份与登记的承诺相符；每格满 {MINIMUM_CELL} 份才开"
    return levels


def opening_file(cell: str) -> str:
    """The file in which the ratings of a cell are opened: those counted apart lie with the others."""
    code, year = cell.split("/")[:2]
    return f"openings/{year}/{code}.ndjson"


def read_openings(check: Check, published: Published, path: str, opened: dict) -> dict[str, int]:
    """Levels by commitment, each one checked."""
    levels: dict[str, int] = {}
    before = ""
    for line in published.lines(path):
        sealed, level = line["c"], line["r"]
        if opening_file(opened.get(sealed, "/")) != path:
            check.differ(f"{path}：评价 {sealed} 没有登记开票", path=path)
        elif sealed <= before:
            check.differ(f"{path}：评价 {sealed} 重复或没有按顺序排", path=path)
        elif type(level) is not int or not 1 <= level <= 5 or commitment({"r": level}, line["s"]) != sealed:
            check.differ(f"{path}：评价 {sealed} 公开的等次与当初的承诺不符", path=path)
        else:
            levels[sealed] = level
        before = max(before, sealed)
    return levels


def check_cases(check: Check, published: Published, state: State, city: dict, starts_on: str) -> None:
    """The published facts of every case follow from its entries."""
    expected: dict[int, dict] = {year: {} for year in city["years"]}
    for case_id, facts in state.facts.items():
        expected.setdefault(assessment_year(facts["week"], starts_on), {})[case_id] = facts
    for year, cases in sorted(expected.items()):
        if year not in city["years"]:
            check.differ(f"city.json 的年度里没有 {year}")
        compare_cases(check, f"cases/{year}.ndjson", published.lines(f"cases/{year}.ndjson"), cases)
        compare_csv(check, published, f"cases/{year}.csv", cases)
    check.summary = f"{len(state.facts):,} 件，每件的情况都由存证本重放得出"


def compare_cases(check: Check, path: str, lines: list[dict], expected: dict) -> None:
    """Facts by id: none missing, none invented, none different."""
    seen = set()
    for facts in lines:
        case_id = facts["id"]
        if case_id not in expected or case_id in seen:
            check.differ(f"{path}：案件 {case_id} 不在存证本里，或不属于这个文件，或重复", path=path)
        else:
            check.compare(f"{path} 案件 {facts.get('number') or case_id}", facts, expected[case_id])
        seen.add(case_id)
    for case_id in expected.keys() - seen:
        check.differ(f"{path}：缺少案件 {expected[case_id]['number'] or case_id}", path=path)


def check_departments(check: Check, published: Published, counted: City) -> None:
    """The file of each department has its cases and the counts of its ratings."""
    for row in counted.directory["departments"]:
        code = row["code"]
        path = f"dept/{code}.json"
        content = published.json(path)
        for name, value in (("code", code), ("year", counted.year), ("asOf", counted.day)):
            check.compare(f"{path} {name}", content[name], value)
        cases = {facts["id"]: facts for facts in counted.cases if counted_under(facts) == code}
        compare_cases(check, path, content["cases"], cases)
        check.compare(f"{path} ratings", content["ratings"], counted.ratings.get(code, no_ratings()))
    check.summary = f"{len(counted.directory['departments'])} 个单位的文件"


def check_texts(check: Check, published: Published, ledger: Ledger) -> None:
    """
    Every published text is the one that was committed to; none of an erased case is left.
    The text of each public case is there, and the reason of each 申诉.
    """
    seen = set()
    public = set().union(*(record.public_words() for record in ledger.records.all.values()))
    for line in published.lines("texts.ndjson"):
        place = (line["id"], line["n"], line["f"])
        # An 意见 commits to an object with its text; a field of an act commits to the words themselves.
        content = {"text": line["v"]} if place[1:] == (1, "text") else line["v"]
        is_hidden = place[0] in ledger.records.all and place not in public
        if place in seen or place not in ledger.words or is_hidden:
            check.differ(f"{name_of(place)}：存证本里没有这段文字的承诺，或重复")
        elif commitment(content, line["s"]) != ledger.words[place]:
            check.differ(f"{name_of(place)}：公开的文字与当初的承诺不符")
        elif ledger.published.facts.get(place[0], NEW_FACTS)["erased"]:
            check.differ(f"{name_of(place)}：登记为已删除，文字却还公开着")
        seen.add(place)
    for case_id, step in ledger.published.texts.items():
        # What changed since the publication may be there in its newer form already.
        case = ledger.cases[case_id]
        if case.has_public_text() and not {(case_id, n, "publicText") for n in (step, case.text_at)} & seen:
            check.differ(f"案件 {case.facts['number'] or case_id}：应公开的意见文字没有公开")
    for place in sorted(ledger.published.record_words - seen):
        check.differ(f"{name_of(place)}：应公开的文字没有公开")
    for target in ledger.published.appealed:
        if (target, 0, "reason") not in seen:
            check.differ(f"评价 {target} 因申诉另计，没有公开理由")
    check.summary = f"{len(seen):,} 段公开文字，与登记的承诺相符"


def name_of(place: tuple) -> str:
    """A text, as the report names it."""
    return f"{place[0]} 第 {place[1]} 步的 {place[2]}"


def check_events(check: Check, published: Published, ledger: Ledger, leaves: list[bytes]) -> None:
    """The list of events is a copy of entries of the log: none changed, none left out. The CSV file says the same."""
    seen: dict[int, dict] = {}
    for line in published.lines("events.ndjson"):
        index = line.pop("i")
        if index not in ledger.events or index in seen or leaf_hash(canonical(line)) != leaves[index]:
            check.differ(f"events.ndjson 第 {index} 条与存证本不同", index=index)
        seen[index] = line
    for index in sorted(ledger.events - seen.keys()):
        if index < ledger.published.index:
            check.differ(f"events.ndjson 缺少存证本第 {index} 条", index=index)
    lines = published.csv("events.csv")
    if [line["i"] for line in lines] != [str(index) for index in seen]:
        check.differ("events.csv 与 events.ndjson 不是同样的条目")
    for line in lines:
        compare_line(check, f"events.csv 第 {line['i']} 条", line, event_cells(seen.get(int(line["i"]), {})))
    check.summary = f"{len(seen):,} 条办理经过，与存证本相同"


def event_cells(entry: dict) -> dict:
    """The fields of an entry under the names of columns; `w` is a week or the commitments: one column for each."""
    cells = dict(entry)
    words = cells.pop("w", None)
    return {**cells, "week": None, "commitments": None, "week" if isinstance(words, str) else "commitments": words}


def check_scripts(check: Check, source, ledger: Ledger) -> None:
    """The scripts of the pages are those that were logged. A copy made for the log alone does not have them."""
    paths = [path.lstrip("/") for path in ledger.release]
    number = 0
    for path, logged, content in zip(paths, ledger.release.values(), source.read_many(paths)):
        number += content is not None
        if content is not None and to_base64url(sha256(content)) != logged:
            check.differ(f"网页脚本 {path} 不是登记过的那一份", path=path)
    check.summary = f"{number} 个"
    check.skipped = "" if number > 0 else "这份镜像里没有网页脚本"


# Groups in figures.json: (name of the list, name of the key within it).
GROUPS = {"classes": "code", "departments": "code", "months": "month", "topics": "code", "years": "year"}


def check_figures(check: Check, published: Published, recounted: dict) -> None:
    """Every number in figures.json and figures.csv."""
    shown_figures = published.json("figures.json")
    shown_figures.pop("definitions", None)
    check.compare("figures.json", by_key(shown_figures), by_key(recounted))
    compare_figures_csv(check, published.csv("figures.csv"), recounted)
    numbers = count_numbers(recounted)
    check.summary = f"{numbers:,} 个数，每个都由存证本重新数出"


def by_key(everything: dict) -> dict:
    """Figures with lists of groups as objects, so that a difference is named by its group; `order` keeps the order."""
    copy = dict(everything)
    for name, key in GROUPS.items():
        copy[name] = {
            "order": [row[key] for row in everything[name]],
            **{str(row[key]): row for row in everything[name]},
        }
    return copy


def count_numbers(value) -> int:
    """How many values there are inside."""
    if isinstance(value, (dict, list)):
        return sum(map(count_numbers, value.values() if isinstance(value, dict) else value))
    return 1


def compare_csv(check: Check, published: Published, path: str, expected: dict) -> None:
    """The CSV file of the cases says the same as the other one."""
    lines = published.csv(path)
    if len(lines) != len(expected):
        check.differ(f"{path}：{len(lines)} 行，应有 {len(expected)} 行", path=path)
    for line in lines:
        facts = expected.get(bare(line["id"]))
        if facts is not None:
            compare_line(check, f"{path} 案件 {facts['number'] or facts['id']}", line, fact_cells(facts))


def compare_line(check: Check, where: str, line: dict, cells: dict) -> None:
    """A line of a CSV file, column by column."""
    for column, value in cells.items():
        cell = line.get(column)
        if cell != as_cell(value) and (cell is None or bare(cell) != as_cell(value)):
            check.differ(f"{where} {column}：公布 {shown(cell)}，重算 {shown(as_cell(value))}", where=where)


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") else cell


def as_cell(value) -> str:
    """A value as CSV writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return "" if value is None else str(value)


def fact_cells(facts: dict) -> dict:
    """The facts of a case under the names of columns: `failedCheck` is `failed_check`."""
    return {re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name): value for name, value in facts.items()}


SINGULAR = {"classes": "class", "departments": "department", "months": "month", "topics": "topic", "years": "year"}


def compare_figures_csv(check: Check, lines: list[dict], recounted: dict) -> None:
    """Each line of figures.csv is one group; its columns have the names of the numbers."""
    groups = {("overall", ""): recounted["overall"]}
    for name, key in GROUPS.items():
        groups.update({(SINGULAR[name], str(row[key])): row for row in recounted[name]})
    for line in lines:
        place = (line["group"], line["code"])
        row = groups.pop(place, None)
        if row is None:
            check.differ(f"figures.csv：多出一行 {' '.join(place)}")
        else:
            compare_line(
                check, f"figures.csv {' '.join(place)}", line, {"as_of": recounted["asOf"], **figure_cells(row)}
            )
    for place in groups:
        check.differ(f"figures.csv：缺少 {' '.join(place)}")


def figure_cells(row: dict) -> dict:
    """The numbers of a group under the names of columns; a group without ratings, or closings, leaves those empty."""
    cells = {name: row[name] for name in conditions(NEW_FACTS, "") if name in row}
    cells.update({f"resolved_{basis}": value for basis, value in row["resolved"].items()})
    cells["resolved_total"] = row["resolvedTotal"]
    for name, parts in row["rates"].items():
        cells.update(rate_cells(name, parts))
    if "closed" in row:
        cells.update({f"closed_{basis}": value for basis, value in row["closed"]["resolved"].items()})
        cells["closed_explained"] = row["closed"]["explained"]
    if "ratings" in row:
        cells.update(sample_cells("ratings", row["ratings"]))
        cells.update(sample_cells("ratings_with_flagged", row["ratings"]["withFlagged"]))
        cells["ratings_flagged"] = row["ratings"]["flagged"]
    return cells


def rate_cells(name: str, parts: dict | None) -> dict:
    """A rate takes three columns."""
    parts = parts or dict.fromkeys(("percent", "numerator", "denominator"))
    return {
        name: parts["percent"],
        f"{name}_numerator": parts["numerator"],
        f"{name}_denominator": parts["denominator"],
    }


def sample_cells(prefix: str, ratings: dict) -> dict:
    """The columns of 公众日常评价."""
    cells = {f"{prefix}_{name}": ratings[name] for name in ("sample", "substantive")}
    cells.update({f"{prefix}_level_{level}": (ratings["levels"] or {}).get(str(level)) for level in range(6)})
    cells.update(rate_cells(f"{prefix}_satisfaction", ratings["satisfaction"]))
    cells.update({f"{prefix}_satisfaction_{end}": (ratings["satisfaction"] or {}).get(end) for end in ("low", "high")})
    cells.update(rate_cells(f"{prefix}_unknown", ratings["unknown"]))
    return cells


# ── 10. The whole of it ───────────────────────────────────────────────────────────────────────────────────────────────


class Report:
    """Everything that was checked, in order, and what came of it."""

    def __init__(self):
        self.checks: list[Check] = []
        # Which log it is: its name, size, root and key; and what should be known, though it is no difference.
        self.log: dict = {}
        self.notes: list[str] = []
        self.figures: dict | None = None

    def check(self, title: str) -> Check:
        """Begins a check."""
        self.checks.append(Check(title))
        return self.checks[-1]

    def skip(self, title: str, reason: str) -> None:
        """Says that something was not checked."""
        self.check(title).skipped = reason

    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not any(check.differences for check in self.checks)

    def as_json(self) -> str:
        """For machines."""
        names = ("title", "summary", "skipped", "differences")
        checks = [{name: getattr(one, name) for name in names} for one in self.checks]
        result = {
            "agrees": self.agrees(),
            "log": self.log,
            "checks": checks,
            "notes": self.notes,
            "figures": self.figures,
        }
        return json.dumps(result, ensure_ascii=False, indent=1)

    def as_text(self, most: int = 10) -> str:
        """For people. Of a check the first differences are told, the others counted: a cause can have many effects."""
        lines = [f"存证本：{self.log['origin']}", f"检查点：{self.log['size']:,} 条，总值 {self.log['root']}"]
        lines += [f"公钥：{self.log['key']}", ""]
        if self.log["prev"] is not None:
            lines.insert(-1, f"接续：{self.log['prev']['origin']} 的前 {self.log['prev']['size']} 条，此后曾因丢失另起")
        for check in self.checks:
            lines.extend(self.lines_of(check, most))
        total = sum(len(check.differences) for check in self.checks)
        lines += ["", "据实说明（不是差错）：", *(f"        {note}" for note in self.notes)] if self.notes else []
        lines += ["", "结论：全部一致。" if total == 0 else f"结论：发现 {total:,} 处不一致，见上。"]
        return "\n".join(lines)

    @staticmethod
    def lines_of(check: Check, most: int) -> list[str]:
        """The lines of one check."""
        if not check.differences:
            return [
                f"没有查 {check.title}：{check.skipped}" if check.skipped else f"一致　 {check.title}：{check.summary}"
            ]
        lines = [f"不一致 {check.title}", *(f"        {one['text']}" for one in check.differences[:most])]
        if len(check.differences) > most:
            lines.append(f"        ……另有 {len(check.differences) - most:,} 处（--json 列出全部）")
        return lines


def read_log(source, checkpoint: Checkpoint, ledger: Ledger, check: Check) -> list[bytes]:
    """Reads every entry once, in order: its leaf for the tree, its meaning for the ledger. Returns the leaves."""
    leaves: list[bytes] = []
    places = tiles_of(checkpoint.size)
    paths = [tile_path("entries", place, width) for place, width in places]
    for (place, width), path, content in zip(places, paths, source.read_many(paths)):
        entries = entries_of(source, place, width, content)
        if len(entries) != width:
            check.differ(f"{path} 应有 {width} 条，读到 {len(entries)} 条", path=path)
        for entry in entries:
            ledger.take(len(leaves), entry)
            leaves.append(leaf_hash(entry))
    return leaves


def entries_of(source, place: int, width: int, content: bytes | None) -> list[bytes]:
    """The entries of a bundle. A partial one may be gone once there is a full one, which then begins with it."""
    if content is None and width < 256:
        full = next(source.read_many([tile_path("entries", place, 256)]))
        return [] if full is None else list(split_bundle(full))[:width]
    try:
        return [] if content is None else list(split_bundle(content))
    except ValueError:
        return []


def check_tree(check: Check, source, tree: Tree, checkpoint: Checkpoint) -> None:
    """The root from all entries is the signed one, and the tiles hold the same hashes."""
    count = len(tree.levels[0])
    if count != checkpoint.size:
        check.differ(f"检查点说有 {checkpoint.size:,} 条，读到 {count:,} 条")
    elif tree.root(count) != checkpoint.root:
        check.differ("由全部条目重算的总值，与签了名的检查点不同：有条目被改动、删去或插入")
    number = 0
    for level, hashes in enumerate(tree.levels[::8]):
        places = tiles_of(len(hashes))
        paths = [tile_path(level, place, width) for place, width in places]
        for (place, width), path, content in zip(places, paths, source.read_many(paths)):
            number += 1
            expected = b"".join(hashes[place * 256 : place * 256 + width])
            if content is None and width < 256:
                content = (next(source.read_many([tile_path(level, place, 256)])) or b"")[: 32 * width]
            if content != expected:
                check.differ(f"哈希瓦片 {path} {first_difference(level, place, content, expected)}", path=path)
    check.summary = f"{count:,} 条，逐条重算的总值与检查点相同；{number:,} 个哈希瓦片相同"


def first_difference(level: int, place: int, content: bytes | None, expected: bytes) -> str:
    """Where a tile differs; on the lowest level this names the entry."""
    if content is None:
        return "缺失"
    at = next(
        (i for i in range(len(expected) // 32) if content[32 * i : 32 * i + 32] != expected[32 * i : 32 * i + 32]), None
    )
    if at is None:
        return "长度不对"
    return f"从存证本第 {place * 256 + at} 条起与条目不符" if level == 0 else f"第 {at} 个哈希不符"


def check_signatures(check: Check, checkpoint: Checkpoint, ledger: Ledger, key: str | None) -> None:
    """The checkpoint is signed with the key that the first entry names, which is yours where you gave one."""
    logged = ledger.meta.get("keys", ["（没有）+00000000+AA=="])[0]
    if key is not None and key != logged:
        check.differ(f"存证本里的公钥是 {logged}，不是您手里的 {key}")
    if ledger.meta.get("origin") != checkpoint.origin:
        check.differ(f"检查点属于 {checkpoint.origin}，第 0 条属于 {ledger.meta.get('origin')}")
    if not checkpoint.is_signed_by(logged):
        check.differ("检查点没有存证本公钥的有效签名")
    check.summary = "城市的签名有效" + ("，公钥是您手里的那一把" if key == logged else "")


def check_witnesses(check: Check, checkpoint: Checkpoint, witnesses: list[str]) -> None:
    """Others vouch for the checkpoint, so that the city cannot show you a log of your own."""
    for witness in witnesses:
        if not checkpoint.is_signed_by(witness):
            check.differ(f"检查点没有见证方 {witness.split('+')[0]} 的有效签名")
    check.summary = f"{len(witnesses)} 个见证方的签名有效"


def check_since(check: Check, older: Checkpoint, checkpoint: Checkpoint, tree: Tree, ledger: Ledger) -> None:
    """The log of today begins with everything that was in it when the older checkpoint was kept."""
    if older.origin != checkpoint.origin:
        before = ledger.meta.get("prev", {}).get("origin")
        told = "：现在这本说自己接着它，两本之间的事要请城市说明" if before == older.origin else ""
        check.differ(f"旧检查点属于另一个存证本 {older.origin}{told}")
    elif older.signatures and not older.is_signed_by(ledger.meta["keys"][0]):
        check.differ("旧检查点没有这个存证本的有效签名")
    elif older.size > checkpoint.size:
        check.differ(f"存证本变短了：旧检查点有 {older.size:,} 条，现在只有 {checkpoint.size:,} 条")
    elif older.size > len(tree.levels[0]) or tree.root(older.size) != older.root:
        check.differ(f"历史被改写：前 {older.size:,} 条不再是旧检查点时的内容")
    check.summary = f"当时的 {older.size:,} 条原样都在，此后增加 {checkpoint.size - older.size:,} 条"


def verify(source, since: bytes | None, key: str | None, witnesses: list[str]) -> Report:
    """Checks everything once."""
    report = Report()
    # What the site shows is asked first, so that the log, which comes after, has the entry that it belongs to.
    published = Published(source)
    city, wanted = read_city(published)
    checkpoint = read_checkpoint(source)
    replay = Check("逐条核对")
    ledger = Ledger(replay, wanted, publications_named(published))
    bundles = report.check("读取条目")
    leaves = read_log(source, checkpoint, ledger, bundles)
    bundles.summary = f"{len(leaves):,} 条"
    tree = Tree(leaves)
    report.log = {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": base64.b64encode(checkpoint.root).decode(),
        "key": ledger.meta.get("keys", ["（没有）"])[0],
        "prev": ledger.meta.get("prev"),
    }
    with report.check("检查点的签名") as check:
        check_signatures(check, checkpoint, ledger, key)
    if witnesses:
        with report.check("见证方的签名") as check:
            check_witnesses(check, checkpoint, witnesses)
    else:
        report.skip("见证方的签名", "您没有给见证方的公钥")
    with report.check("存证本的总值") as check:
        check_tree(check, source, tree, checkpoint)
    if since is not None:
        with report.check("与旧检查点的连续性") as check:
            check_since(check, Checkpoint.kept(since), checkpoint, tree, ledger)
    else:
        report.skip("与旧检查点的连续性", "您没有给旧检查点")
    report.checks.append(replay)
    with replay:
        ledger.check_numbers()
        ledger.records.check_numbers()
        locks = ledger.check_locks()
        ledger.lots.check(tree)
        ledger.supervisors.check()
        for one in ledger.rounds.all.values():
            ledger.rounds.settle(one)
        replay.summary = (
            f"{ledger.counts.get('case.new', 0):,} 件意见共 {len(ledger.events):,} 步，{locks:,} 次答复的钥匙都对得上；"
            f"{ledger.counts.get('rating', 0):,} 份评价，{ledger.counts.get('publish', 0):,} 次公布"
        )
    check_open_data(report, published, ledger, city, checkpoint, leaves)
    with report.check("网页脚本") as check:
        check_scripts(check, source, ledger)
    report.notes = notes(ledger, key, witnesses)
    return report


def notes(ledger: Ledger, key: str | None, witnesses: list[str]) -> list[str]:
    """What a reader should know beside the verdict."""
    lines = []
    before = ledger.meta.get("prev") if ledger.meta else None
    if before:
        lines.append(
            f"这本存证本接续 {before['origin']}：那一本有 {before['size']:,} 条，后来丢失了一部分。手里有旧检查点或回执的，请对照。"
        )
    if ledger.published is not None:
        facts = ledger.published.facts.values()
        closed = [one["basis"] for one in facts if one["state"] == "closed" and one["result"] == "A"]
        words = zip(("群众确认", "独立核实", "评议办审核"), BASES)
        lines.append("已销号的：" + "，".join(f"{word} {closed.count(basis):,} 件" for word, basis in words) + "。")
        said, at = ledger.supervisors, ledger.published.index
        independent = [key for key, one in ledger.published.facts.items() if one["basis"] == "independent"]
        with_name = sum(said.is_signed_before(key, at) for key in independent)
        lines.append(
            f"核查 {said.signed + said.unsigned:,} 次，监督员签名 {said.signed:,} 次；"
            f"独立核实销号的 {len(independent):,} 件里有签名的 {with_name:,} 件。"
            f"抽查公告 {len(ledger.lots.samples):,} 次。"
        )
        seen = sum(one["answerProof"] == "seen" for one in facts)
        erased = sum(one["erased"] for one in facts)
        waiting = sum(map(len, ledger.ratings.waiting.values()))
        lines.append(f"回执码被服务器看到过的答复 {seen:,} 件，不算群众确认；按申请删除文字 {erased:,} 件。")
        lines.append(
            f"等着满 {MINIMUM_CELL} 份才开票的评价 {waiting:,} 份；申诉后另计 {len(ledger.ratings.appealed):,} 份。"
        )
    if key is None:
        lines.append("公钥取自存证本自己：请与报纸、公告栏上的对照，或用 --key 给出。")
    if not witnesses:
        lines.append("没有核对见证方的签名：只凭城市自己的签名，防得住单位改数，防不住主办的人整本重做。")
    return [*lines, "哪些事这样核对看不出来，见 docs/verify.md。"]


def publications_named(published: Published) -> set[int]:
    """Publications from which results of rounds take numbers, as the list of rounds says."""
    try:
        named = {one.get("publication") for one in published.json("rounds.json")}
        return {number for number in named if isinstance(number, int)}
    except (Missing, ValueError, AttributeError, TypeError):
        return set()


def read_city(published: Published):
    """`city.json` and the number of its publication; nothing and 0 where it is missing or no JSON."""
    try:
        city = published.json("city.json")
        return city, city["publication"]["n"]
    except (Missing, ValueError, KeyError, TypeError):
        return None, 0


def read_checkpoint(source) -> Checkpoint:
    """The newest checkpoint; without it nothing can be checked."""
    try:
        return Checkpoint(*read_note(source.read("log/checkpoint")))
    except Missing as problem:
        raise Unreadable("没有 log/checkpoint，这不是一个存证本。") from problem
    except ValueError as problem:
        raise Unreadable(f"log/checkpoint 读不懂：{problem}") from problem


def check_open_data(report: Report, published: Published, ledger: Ledger, city, checkpoint: Checkpoint, leaves) -> None:
    """Everything under /open/, as it stood in the log when it was published."""
    starts_on = "12-01"
    with report.check("规则文件") as check:
        starts_on = check_rules(check, published, ledger)
    with report.check("公布的文件") as check:
        if ledger.published is None:
            check.differ("city.json 缺失、读不懂，或者它说的那次公布不在存证本里；下面的数字无法核对")
            return
        check_publication(check, published, ledger, city, checkpoint)
        check.compare("city.json 的 yearStartsOn", city["yearStartsOn"], starts_on)
    with report.check("评议活动的选票、得分和名次") as check:
        check_rounds(check, published, ledger, starts_on)
    levels: dict[str, int] = {}
    with report.check("评价的开票") as check:
        levels = check_openings(check, published, ledger)
    with report.check("每件意见的情况") as check:
        check_cases(check, published, ledger.published, city, starts_on)
    with report.check("承诺、督办等记录") as check:
        check_records(check, published, ledger)
    with report.check("公布的数字") as check:
        counted = City(ledger.published, city, levels, starts_on)
        report.figures = {**counted.figures(), "city": pick(city, "name", "organizer", "demonstration")}
        check_figures(check, published, report.figures)
    with report.check("各单位的文件") as check:
        check_departments(check, published, counted)
    with report.check("公开的文字") as check:
        check_texts(check, published, ledger)
    with report.check("办理经过的清单") as check:
        check_events(check, published, ledger, leaves)


def read_arguments(arguments: list[str]):
    """The command line."""
    parser = argparse.ArgumentParser(
        description="核对一座城市的存证本，重算它公布的每一个数。", epilog="返回 0 一致，1 不一致，2 无法读取。"
    )
    parser.add_argument("where", help="城市的网址，或镜像文件夹")
    parser.add_argument("--into", metavar="文件夹", help="下载到这里；中断后再运行，不重复下载不变的部分")
    parser.add_argument("--since", metavar="文件", help="以前保存的检查点：核对历史没有被改写")
    parser.add_argument("--key", metavar="公钥", help="您从报纸、公告栏得到的公钥：核对存证本用的是它")
    parser.add_argument(
        "--witness", metavar="公钥", action="append", default=[], help="见证方的公钥：核对它的签名（可多次）"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON，含重算的全部数字")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Runs the checks and prints what came of them."""
    given = read_arguments(arguments)
    try:
        is_address = re.match(r"https?://", given.where) is not None
        source = Address(given.where, given.into) if is_address else Folder(given.where)
        since = None
        if given.since is not None:
            with open(given.since, "rb") as file:
                since = file.read()
        report = verify(source, since, given.key, given.witness)
        # A city that published while it was being read is read again: the parts did not belong together.
        for _ in range(2):
            if report.agrees() or not source.has_changed():
                break
            report = verify(source, since, given.key, given.witness)
    except (Unreadable, OSError) as problem:
        print(f"无法读取：{problem}", file=sys.stderr)
        return 2
    print(report.as_json() if given.json else report.as_text())
    return 0 if report.agrees() else 1


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        # Whoever reads only the first lines (`| head`) is no trouble.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
