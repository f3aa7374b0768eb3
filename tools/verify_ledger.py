#!/usr/bin/env python3
"""Checks what Lan Ong exports, by docs/ledger.md alone: exported records and ledger heads (.zip), exported hospitals (folders).
Standard library only; seals and heads by RSA with SHA-256. Signatures inside PDF papers are not looked into (pdfsig does
that); their files are held by the sealed list and by the ledger.
    python3 verify_ledger.py [--trust root.pem] [--json] FILE-OR-FOLDER ...
"""
import base64, collections, hashlib, json, os, pathlib, re, struct, sys, zlib
from datetime import datetime, timezone
LINE = re.compile(r"(version|audit|events|signature|file|archived) (\d+) (\S+) ([0-9a-f]{64})\Z")
HEAD = re.compile(r"lanong-ledger-head/1\nfacility (\d+) (\S+)\nsize (\d+)\nroot ([0-9a-f]{64})\n"
                  r"at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n\Z", re.ASCII)
BLOB = re.compile(rb'"urn:lanong:blob:([0-9a-f]{64})"')
CHUNK, DAY = 10_000, 86_400_000
def sha(data): return hashlib.sha256(data).hexdigest()
def leaf_hash(line): return hashlib.sha256(b"\0" + line).digest()
def millis(text): return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000
def born(name): return int(name.replace("-", "")[:12], 16)
def node_hash(left, right): return hashlib.sha256(b"\1" + left + right).digest()
NOTHING = sha(b"")
def included(leaf, position, size, proof, root):
    if position < 0 or position >= size: return False
    at, last, made = position, size - 1, leaf
    for sibling in proof:
        if last == 0: return False
        if at % 2 == 1 or at == last:
            made = node_hash(sibling, made)
            while at % 2 == 0 and at != 0: at, last = at // 2, last // 2
        else: made = node_hash(made, sibling)
        at, last = at // 2, last // 2
    return last == 0 and made == root
def consistent(first, first_root, size, root, proof):
    if first == 0: return first_root == hashlib.sha256(b"").digest() and not proof
    if first == size: return not proof and first_root == root
    if first > size: return False
    path = ([first_root] if first & (first - 1) == 0 else []) + list(proof)
    if not path: return False
    at, last = first - 1, size - 1
    while at % 2 == 1: at, last = at // 2, last // 2
    small = large = path[0]
    for sibling in path[1:]:
        if last == 0: return False
        if at % 2 == 1 or at == last:
            small, large = node_hash(sibling, small), node_hash(sibling, large)
            while at % 2 == 0 and at != 0: at, last = at // 2, last // 2
        else: large = node_hash(large, sibling)
        at, last = at // 2, last // 2
    return last == 0 and small == first_root and large == root
class Tree:
    def __init__(self): self.size, self.peaks = 0, []
    def add(self, made):
        level = 0
        while self.peaks and self.peaks[-1][0] == level:
            made, level = node_hash(self.peaks.pop()[1], made), level + 1
        self.peaks.append((level, made)); self.size += 1
    def root(self):
        made = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]): made = node_hash(peak, made)
        return made.hex()
class Node:
    def __init__(self, tag, raw, body): self.tag, self.raw, self.body = tag, raw, body
    @property
    def parts(self):
        out, rest = [], self.body
        while rest:
            one, rest = der(rest); out.append(one)
        return out
def der(data):
    tag, length, at = data[0], data[1], 2
    if length > 127:
        count = length & 127; length, at = int.from_bytes(data[2:2 + count], "big"), 2 + count
        if count == 0 or length < 128 or data[2] == 0: raise ValueError("length")
    if at + length > len(data): raise ValueError("cut off")
    return Node(tag, data[:at + length], data[at:at + length]), data[at + length:]
def whole(data):
    node, rest = der(data)
    if rest: raise ValueError("more after the end")
    return node
def put(tag, *parts):
    body = b"".join(parts); n = len(body)
    size = bytes([n]) if n < 128 else (lambda b: bytes([128 + len(b)]) + b)(n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + size + body
def oid(text):
    first, second, *more = map(int, text.split(".")); out = bytearray()
    for value in [first * 40 + second, *more]:
        low = [value & 127]
        while value := value >> 7: low.append(128 | value & 127)
        out += bytes(reversed(low))
    return put(6, bytes(out))
SHA256, RSA = put(0x30, oid("2.16.840.1.101.3.4.2.1")), put(0x30, oid("1.2.840.113549.1.1.11"), put(5))
DATA, SIGNED, TST, STAMP = (oid("1.2.840.113549.1." + end) for end in ("7.1", "7.2", "9.16.1.4", "9.16.2.14"))
TYPE, DIGEST, BOUND = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4"), oid("1.2.840.113549.1.9.16.2.47")
def moment(node):
    text = node.body.decode()
    if node.tag == 0x17: text = ("20" if int(text[:2]) < 50 else "19") + text
    return datetime.strptime(re.sub(r"\.\d+Z", "Z", text), "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc)
class Certificate:
    def __init__(self, raw):
        self.raw = raw; tbs, algorithm, signature = whole(raw).parts
        self.tbs, self.algorithm, self.signature = tbs.raw, algorithm.raw, signature.body[1:]
        _, serial, _, issuer, validity, subject, key = tbs.parts[:7]
        self.serial, self.issuer, self.subject, self.key = serial.raw, issuer.raw, subject.raw, key.parts
        self.since, self.until = map(moment, validity.parts)
        self.authority = bool(re.search(re.escape(oid("2.5.29.19")) + rb"(\x01\x01\xff)?\x04.\x30.\x01\x01\xff", tbs.raw, re.S))
        self.stamps = oid("1.3.6.1.5.5.7.3.8") in tbs.raw
def right(certificate, algorithm, data, signature):
    digest = hashlib.sha256(data).digest(); kind, bits = certificate.key
    if algorithm != RSA: return False
    n, e = (int.from_bytes(one.body, "big") for one in whole(bits.body[1:]).parts); size = (n.bit_length() + 7) // 8
    info = put(0x30, put(0x30, oid("2.16.840.1.101.3.4.2.1"), put(5)), put(4, digest))
    made = pow(int.from_bytes(signature, "big"), e, n).to_bytes(size, "big")
    return len(signature) == size and made == b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
def message(raw, content, kind):
    """Takes a CMS with one signer apart and checks it as mathematics; what no signature covers must have one form, but proofs for later years."""
    data = whole(raw).parts[1].parts[0].parts
    inside = data[2].parts[1].parts[0].body if len(data[2].parts) > 1 else None
    certificates = [Certificate(one.raw) for one in data[3].parts]
    signer, later = data[-1].parts[0].parts, data[4:-1]
    attributes = {one.parts[0].raw: one.parts[1].parts[0] for one in signer[3].parts}
    own = next(c for c in certificates if put(0x30, c.issuer, c.serial) == signer[1].raw)
    beside = {one.parts[0].raw: one for one in (signer[6].parts if len(signer) > 6 else [])}
    token = beside[STAMP].parts[1].parts[0].raw if STAMP in beside else None
    rest = [put(0xA1, *sorted(one.raw for one in signer[6].parts))] if beside else []
    other = b"\5" if later and any(one.tag == 0xA1 for one in later[0].parts) else b"\1" if kind == DATA else b"\3"
    info = put(0x30, put(2, b"\1"), signer[1].raw, SHA256, signer[3].raw, signer[4].raw, put(4, signer[5].body), *rest)
    again = put(0x30, SIGNED, put(0xA0, put(0x30, put(2, other), put(0x31, SHA256),
                put(0x30, kind, *([put(0xA0, put(4, inside))] if inside is not None else [])),
                put(0xA0, *sorted(c.raw for c in certificates)), *(one.raw for one in later), put(0x31, info))))
    bound = attributes[BOUND].parts[0].parts[0].parts[0].body
    if again != raw or attributes[TYPE].raw != kind or bound != hashlib.sha256(own.raw).digest(): return None
    digest = hashlib.sha256(content if inside is None else inside).digest()
    fine = attributes[DIGEST].body == digest and right(own, signer[4].raw, b"\x31" + signer[3].raw[1:], signer[5].body)
    return (own, certificates, signer[5].body, token, inside) if fine else None
def trusted(own, certificates, roots, at, stamping):
    if own.authority or own.stamps != stamping: return False
    now = own
    for _ in range(5):
        if not now.since <= at <= now.until: return False
        if any(now.raw == root.raw for root in roots): return True
        now = next((c for c in [*roots, *certificates] if c.subject == now.issuer and c.authority
                    and right(c, now.algorithm, now.tbs, now.signature)), None)
        if now is None: return False
    return False
def sealed(content, signature, roots):
    """Whether a detached CMS with a time stamp signs the content, under one of the roots."""
    try:
        own, certificates, value, token, _ = message(signature, content, DATA)
        authority, others, _, _, info = message(token, None, TST)
        parts = whole(info).parts; imprint, at = parts[2].parts[1].body, moment(parts[4])
        return (imprint == hashlib.sha256(value).digest() and trusted(authority, others + certificates, roots, at, True)
                and trusted(own, certificates, roots, at, False))
    except Exception:  # whatever cannot be read does not hold
        return False
def pems(text):
    return [Certificate(base64.b64decode("".join(one.split())))
            for one in re.findall(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", text, re.S)]
class Folder:
    def __init__(self, path):
        self.path, self.paths = path, []
        for at, _, names in os.walk(path):
            self.paths += [os.path.relpath(os.path.join(at, name), path).replace(os.sep, "/") for name in names]
    def read(self, path): return pathlib.Path(self.path, path).read_bytes() if path in self.paths else None
class Zip:
    """Strictly: every byte belongs to an entry or the directory, no gaps, no name twice, both headers the same."""
    def __init__(self, data):
        self.entries, at = {}, len(data) - 22
        if at < 0: raise ValueError("no zip")
        sign, disks, here, count, size, start, note = struct.unpack("<4sIHHIIH", data[at:])
        if (sign, disks, note) != (b"PK\5\6", 0, 0) or here != count or start + size != at: raise ValueError("no zip")
        used, place = 0, start
        for _ in range(count):
            head = struct.unpack("<4sHHHHHHIIIHHHHHII", data[place:place + 46])
            method, crc, packed, full, names, extra, notes = head[4], *head[7:13]
            name, offset = data[place + 46:place + 46 + names].decode("utf-8", "replace"), head[16]
            own = data[offset:offset + 30]; n, x = struct.unpack("<HH", own[26:30]); begin = offset + 30 + n + x
            if head[0] != b"PK\1\2" or own[:4] != b"PK\3\4" or offset != used or own[4:26] != data[place + 6:place + 28] \
                    or data[offset + 30:offset + 30 + n].decode("utf-8", "replace") != name or begin + packed > len(data):
                raise ValueError("headers")
            body = data[begin:begin + packed]
            if method == 8:
                inflate = zlib.decompressobj(-15); body = inflate.decompress(body, full + 1)
                if not inflate.eof: raise ValueError("cut off")
            if method not in (0, 8) or len(body) != full or zlib.crc32(body) != crc or name in self.entries:
                raise ValueError("entry")
            self.entries[name], used = body, begin + packed; place += 46 + names + extra + notes
        if used != start or place != at: raise ValueError("gap")
        self.paths = list(self.entries)
    def read(self, path): return self.entries.get(path)
def parsed(data):
    try: return json.loads((data or b"").decode("utf-8", "replace"))
    except ValueError: return None
class Check:
    def __init__(self, files, roots):
        self.files, self.faults, self.lost = files, [], []
        self.roots = roots or [c for path in files.paths if path.startswith("trust/") for c in self.own(path)]
    def own(self, path):
        try: return pems(self.files.read(path).decode())
        except Exception: return []
    def tell(self, what, fault): self.faults.append((what[:300], fault))
    def listed(self, manifest):
        if not sealed(self.files.read("manifest.json"), self.files.read("manifest.json.p7s") or b"", self.roots):
            self.tell("manifest.json", "seal")
        names = {one["path"]: one["sha256"] for one in manifest["files"]}
        for path, expected in names.items():
            data = self.files.read(path)
            if data is None: self.tell(path, "missing")
            elif sha(data) != expected: self.tell(path, "changed")
        for path in self.files.paths:
            if path not in names and path not in ("manifest.json", "manifest.json.p7s"): self.tell(path, "added")
    def head(self, path):
        data = self.files.read(path); found = data and HEAD.match(data.decode("utf-8", "replace"))
        if data is None: self.tell(path, "head-missing")
        elif not found: self.tell(path, "head-unreadable")
        if data is not None and not sealed(data, self.files.read(path + ".p7s") or b"", self.roots):
            self.tell(path, "head-signature")
        return dict(facility=int(found[1]), size=int(found[3]), root=found[4]) if found else None
    def record(self, manifest):
        self.listed(manifest)
        if manifest["format"].endswith("/1"): return
        head, told = self.head("ledger/head.txt"), parsed(self.files.read("ledger/leaves.json"))
        try: leaves = [(one["position"], one["line"], [bytes.fromhex(h) for h in one["proof"]]) for one in told["leaves"]]
        except (TypeError, KeyError, ValueError): return self.tell("ledger/leaves.json", "unreadable")
        if not head: return
        if told["size"] != head["size"]: self.tell("ledger/leaves.json", "size-differs")
        lines, seen, root = [], set(), bytes.fromhex(head["root"])
        for position, line, proof in leaves:
            found = LINE.match(line)
            if not found or int(found[2]) != head["facility"]: self.tell(line, "no-line")
            elif not included(leaf_hash(line.encode()), position, head["size"], proof, root):
                self.tell(f"{found[1]} {found[3]}", "not-in-tree")
            if position in seen: self.tell(line, "twice")
            seen.add(position)
            if found: lines.append((found[1], found[3], found[4]))
        self.versions({name: value for kind, name, value in lines if kind == "version"})
        there, pictures = {sha(self.files.read(path)) for path in self.files.paths}, json.loads(self.files.read("images.json") or b'{"images":[]}')["images"]
        for path in self.files.paths:
            for data in re.findall(rb'"data":"([A-Za-z0-9+/=]+)"', self.files.read(path)) if path.startswith("history/Provenance/") else []:
                there.add(sha(base64.b64decode(data + b"==")))
        for kind, name, value in lines:
            if kind in ("signature", "file") and value not in there and (kind, value) not in {("file", one["sha256"]) for one in pictures if "path" not in one}: self.tell(f"{kind} {name} {value}", "bytes-missing")
    def versions(self, versions):
        last, document, present, fine = {}, self.files.read("record.fhir.json") or b"", 0, True
        for name, value in versions.items():
            key, number = name.split("/_history/"); last[key] = max(last.get(key, 0), int(number))
            data = self.files.read(f"history/{key}/{number}.json")
            if data is None and value != NOTHING: self.tell(name, "bytes-missing")
            if data is not None and sha(data) != value: self.tell(name, "bytes-differ")
        known = {name.replace("/_history/", "/") for name in versions}
        for path in self.files.paths:
            if path.startswith("history/") and path[8:-5] not in known:
                self.tell(path, "no-leaf")
        for key, newest in last.items():
            begun = False
            for number in range(1, newest + 1):
                there = f"{key}/_history/{number}" in versions
                if begun and not there: self.tell(f"{key}/_history/{number}", "version-missing")
                begun = begun or there
            if versions[f"{key}/_history/{newest}"] == NOTHING: continue
            data, present = self.files.read(f"history/{key}/{newest}.json"), present + 1
            if data is None or b'"resource":' + data + b"}" not in document:
                fine = self.tell(key, "document-differs")
        if fine and len((parsed(document) or {}).get("entry", [])) != present + 1:
            self.tell("record.fhir.json", "document-differs")
    def hospital(self, manifest):
        self.listed(manifest); last = self.head("ledger/head.txt")
        heads = [self.head(p) for p in self.files.paths if p.startswith("ledger/heads/") and p.endswith(".txt")]
        if not last: return
        heads = sorted((one for one in heads if one), key=lambda one: one["size"])
        fitting, tree, roots = [one for one in heads if one["size"] < last["size"]] + [last], Tree(), {}
        carried, inside, named, there, acts = {}, set(), {}, set(), []
        try: erased = {one["version"]: (one["list"], one["record"]) for one in parsed(self.files.read("ledger/erased.json")) or []}
        except (TypeError, KeyError): erased = {}
        gone = {"file " + record for _, record in erased.values()} | {
            "signature " + name.split("/_history/")[0] for name in erased if name.startswith("Provenance/")}
        for first, end in self.stretches(last["size"]):
            lines = []
            for position, value, line in self.rows(first, end):
                tree.add(bytes.fromhex(value))
                roots[tree.size] = tree.root() if any(one["size"] == tree.size for one in fitting) else None
                found, what = LINE.match(line), f"{position} {line}"
                if leaf_hash(line.encode()).hex() != value: self.tell(what, "line-differs")
                if not found: self.tell(what, "row-unreadable")
                elif int(found[2]) != last["facility"]: self.tell(what, "facility")
                if found: lines.append((found[1], found[3], found[4], position, value))
                if found and found[1] in ("signature", "file"): carried[found[4]] = f"{found[1]} {found[3]}"
            for kind, folder in (("version", "versions"), ("audit", "audit"), ("events", "events")):
                data = self.contents(first, kind, folder, [one for one in lines if one[0] == kind and one[2] != NOTHING and one[1] not in erased])
                acts += [act for text in data if kind != "version" and b'"action":"destroy"' in text for act in map(parsed, text.split(b"\n"))
                         if act and act.get("action") == "destroy" and isinstance(act.get("detail"), dict)]
                for one in data if kind == "version" else []:
                    who = re.match(rb'\{"resourceType":"(\w+)","id":"([^"]+)"', one)
                    who = (who[1] + b"/" + who[2]).decode() if who else "undefined/undefined"
                    named.update((value.decode(), who) for value in BLOB.findall(one))
                    if who.startswith("Provenance/"):
                        inside.update(sha(base64.b64decode(d + b"==")) for d in re.findall(rb'"data":"([A-Za-z0-9+/=]+)"', one))
        fits = 0
        for one in fitting:
            if roots.get(one["size"]) == one["root"]: fits = one["size"]
            else: self.tell(f"{fits}–{one['size'] - 1}", "head-differs")
        for one in heads:
            if one["size"] > last["size"]: self.tell(str(one["size"]), "head-differs")
        for path in self.files.paths:
            found = re.match(r"files/[0-9a-f]{2}/([0-9a-f]{64})\Z", path)
            if found: there.add(found[1])
            if found and sha(self.files.read(path)) != found[1]: self.tell(path, "file-differs")
        for value, who in named.items():
            if value not in there: self.tell(f"{who} files/{value[:2]}/{value}", "file-missing")
        for value, who in carried.items():
            if value not in there and value not in inside and value not in named and who not in gone: self.tell(f"{who} {value}", "file-missing")
        for (by, record), count in collections.Counter(erased.values()).items():
            own = [(act["actor"], act["detail"]) for act in acts if act["detail"].get("list") == by]
            who = {step: {actor for actor, one in own if one.get("step") == step} for step in ("prepared", "approved")}
            told = any((one.get("step"), f"Encounter/{one.get('record')}", one.get("versions")) == ("erased", record, count) for _, one in own)
            if not told or not any(a != b for a in who["prepared"] for b in who["approved"]): self.tell(f"{by} {record}", "erasure-unproven")
        self.removals([(act, act["detail"]) for act in acts if act["detail"].get("kind") == "journal.removal"])
    def removals(self, acts):
        lost, begun = {one[3]: one for one in self.lost}, {detail.get("removal"): act.get("at") for act, detail in acts if detail.get("step") == "announced"}
        for act, detail in acts:
            if detail.get("step") != "removed": continue
            told, fine = act.get("removed") or {}, False
            try:
                runs = [[int(n) for n in re.fullmatch(r"(\d{1,15})(?:-(\d{1,15}))?", run, re.ASCII).groups() if n] for run in told["positions"].split(",")]
                places, at = [lost[n] for run in runs for n in range(run[0], run[-1] + 1)], millis(act["at"])
                fine = (at - millis(begun[detail["removal"]]) >= 7 * DAY and sha(b"".join(bytes.fromhex(one[4]) for one in places)) == told["sha256"]
                        and all(at - born(one[1]) >= 365 * DAY for one in places))
            except (AttributeError, KeyError, TypeError, ValueError): pass  # a place that is not empty, or an act that cannot be read
            for one in places if fine else []: del lost[one[3]]
            if not fine: self.tell(f"{detail.get('removal')} {told.get('positions', '')}", "removal-unproven")
        for _, one in sorted(lost.items()): self.tell(f"{one[0]} {one[1]}", "content-missing")
    def lines(self, path):
        data = self.files.read(path) or b""
        if data and not data.endswith(b"\n"): self.tell(path, "file-cut")
        return data.removesuffix(b"\n").split(b"\n") if data else []
    def stretches(self, size):
        named, first = sorted(int(p[7:19]) for p in self.files.paths if re.fullmatch(r"leaves/\d{12}\.txt", p, re.ASCII)), 0
        while first < size:
            end = min([first + CHUNK, size] + [n for n in named if n > first][:1]); yield first, end; first = end
    def rows(self, first, last):
        path, rows, before = f"leaves/{first:012d}.txt", {}, first - 1
        for n, data in enumerate(self.lines(path)):
            found = re.match(r"(\d{1,15}) ([0-9a-f]{64}) (\S.*)\Z", data.decode("utf-8", "replace"), re.ASCII)
            if not found:
                self.tell(f"{path}:{n + 1}", "row-unreadable"); continue
            position, what = int(found[1]), f"{int(found[1])} {found[3]}"
            if position < first or position >= last or position in rows: self.tell(what, "leaf-added")
            else: rows[position] = found[2], found[3]
            if position < before: self.tell(what, "leaf-moved")
            before = position
        gap = None
        for position in range(first, last + 1):
            if position not in rows and position < last: gap = position if gap is None else gap
            elif gap is not None:
                self.tell(f"{gap}–{position - 1}", "leaves-cut" if position == last else "leaf-missing"); gap = None
        return [(position, *rows[position]) for position in sorted(rows)]
    def contents(self, first, kind, folder, expected):
        path = f"{folder}/{first:012d}.ndjson"; raw = self.lines(path)
        texts = [parsed(one).encode() if isinstance(parsed(one), str) else one for one in raw] if kind == "events" else raw
        values = [sha(one) for one in texts]; left = collections.Counter(values); missing = []
        for one in expected:
            if left[one[2]] == 0: missing.append(one)
            left[one[2]] -= left[one[2]] > 0
        if kind != "version": self.lost += missing
        for one in missing if kind == "version" else []: self.tell(f"{kind} {one[1]}", "content-missing")
        gone = {one[3] for one in missing}; expected = [one for one in expected if one[3] not in gone]
        for n, value in enumerate(values):
            if left[value]: self.tell(f"{path}:{n + 1}", "content-foreign")
            left[value] -= left[value] > 0
        odd = [one for one, value in zip(expected, values) if one[2] != value]
        if len(values) == len(expected) and odd and set(values) <= {one[2] for one in expected}:
            self.tell(f"{kind} {odd[0][1]}", "content-order")
        return texts
    def heads(self):
        told, found, first, root = parsed(self.files.read("consistency.json")), [], 0, hashlib.sha256(b"").digest()
        try: proofs = {(one["first"], one["size"]): [bytes.fromhex(h) for h in one["proof"]] for one in told}
        except (TypeError, KeyError, ValueError): proofs = {}
        for path in self.files.paths:
            name = re.match(r"heads/(\d+)\.txt\Z", path); head = name and self.head(path)
            if head and head["size"] != int(name[1]): self.tell(path, "unreadable")
            elif head: found.append(head)
        for head in sorted(found, key=lambda one: one["size"]):
            proof, now = proofs.get((first, head["size"])), bytes.fromhex(head["root"])
            if proof is None: self.tell(f"{first}–{head['size']}", "unproven")
            elif not consistent(first, root, head["size"], now, proof): self.tell(f"{first}–{head['size']}", "inconsistent")
            first, root = head["size"], now
def check(path, roots):
    try:
        files = Folder(path) if os.path.isdir(path) else Zip(pathlib.Path(path).read_bytes())
    except (ValueError, struct.error, zlib.error): return [(path, "zip")]
    run, manifest = Check(files, roots), parsed(files.read("manifest.json"))
    kind = manifest.get("format") if isinstance(manifest, dict) and isinstance(manifest.get("files"), list) else None
    if kind == "lanong-hospital-export/1": run.hospital(manifest)
    elif kind in ("lanong-record-export/1", "lanong-record-export/2"): run.record(manifest)
    elif "consistency.json" in files.paths: run.heads()
    else: run.tell("manifest.json", "manifest")
    return run.faults
def main(words):
    roots = pems(open(words.pop(words.index("--trust") + 1)).read()) if "--trust" in words else []
    paths = [word for word in words if not word.startswith("--")]
    results = {path: check(path, roots) for path in paths}
    if "--json" in words: print(json.dumps(results))
    for path, faults in ({} if "--json" in words else results).items():
        print(f"{path}: {'whole' if not faults else 'NOT whole'}", *(f"  {fault}: {what}" for what, fault in faults), sep="\n")
    return 1 if any(results.values()) or not paths else 0
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
