#!/usr/bin/env python3
"""Makes the data sets of the benchmarks, the same bytes on every run: datasets.py FOLDER

A  one file of 2 GiB that nothing compresses
B  10,000 files of 1 to 32 KiB, half text, half random, 100 a folder; 168 MB
C  an office tree: texts, photos, copies under other names, three versions of a large file; 1,395 files, 1,003 MB
D  is the .NET SDK's folder, read in place
"""
import itertools, os, random, shutil, sys

MIB = 1 << 20
MODIFIED = (1700000000, 1700000000)


def vocabulary():
    r = random.Random(424242)
    syllables = ('ba con de er fi gra ho in ju ka lo men no or pre qui re sta ti un ver wa ex ly zo tion ing al ic ous').split()
    words = sorted({''.join(r.choice(syllables) for _ in range(r.choice([1, 1, 2, 2, 2, 3, 3, 4]))) for _ in range(12000)})
    r.shuffle(words)
    return words


WORDS = vocabulary()
WEIGHTS = list(itertools.accumulate(1.0 / (rank + 3) for rank in range(len(WORDS))))  # as words of a language are


def text(r, size):
    parts, length = [], 0
    while length < size:
        words = r.choices(WORDS, cum_weights=WEIGHTS, k=4000)
        for i in range(12, len(words), 13):
            words[i] += '.\n' if r.random() < .6 else ','
        for i in range(0, len(words), 97):
            words[i] = str(r.randrange(10**6))
        part = ' '.join(words)
        parts.append(part)
        length += len(part) + 1
    return ' '.join(parts).encode()[:size]


def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data)
    os.utime(path, MODIFIED)


def make_a(root):
    os.makedirs(root)
    r = random.Random(10001)
    with open(f'{root}/a.bin', 'wb') as file:
        for _ in range(256):
            file.write(r.randbytes(8 * MIB))


def make_b(root):
    r = random.Random(20001)
    pool = text(random.Random(20002), 24 * MIB)
    for i in range(10000):
        size = r.randint(1024, 32768)
        if i % 2 == 0:
            start = r.randrange(len(pool) - size)
            data, ending = (f'doc {i}\n'.encode() + pool[start:start + size])[:size], 'txt'
        else:
            data, ending = r.randbytes(size), 'bin'
        put(f'{root}/d{i // 500:02d}/e{(i // 100) % 5}/f{i:05d}.{ending}', data)


def large_file(seed):
    """200 MiB, half of it text."""
    r, parts, length, taken = random.Random(seed), [], 0, 0
    pool = text(random.Random(seed + 1), 100 * MIB)
    while length < 200 * MIB:
        size = r.randint(64 * 1024, 1 * MIB)
        if r.random() < .5 and taken + size < len(pool):
            parts.append(pool[taken:taken + size])
            taken += size
        else:
            parts.append(r.randbytes(size))
        length += size
    return bytearray(b''.join(parts)[:200 * MIB])


def edited(data, seed, insertions, overwrites, appended):
    r = random.Random(seed)
    data = bytearray(data)
    for _ in range(overwrites):
        start = r.randrange(len(data) - 4096)
        data[start:start + 4096] = r.randbytes(4096)
    parts, start = [], 0
    for cut in sorted(r.randrange(len(data)) for _ in range(insertions)):
        parts += [bytes(data[start:cut]), r.randbytes(r.randint(1, 65536))]
        start = cut
    parts += [bytes(data[start:]), r.randbytes(appended)]
    return bytearray(b''.join(parts))


def make_c(root):
    r = random.Random(30001)
    pool, start = text(random.Random(30002), 152 * MIB), 0
    texts, photos = [], []
    left = 150 * MIB
    while left > 0:
        i = len(texts)
        size = min(min(left, int(r.lognormvariate(11, 1.2)) + 200), 4 * MIB)
        texts.append(f'docs/team{i % 12:02d}/y{2018 + i % 7}/report-{i:05d}.txt')
        put(f'{root}/{texts[-1]}', pool[start:start + size])
        start += size
        left -= size
    left = 100 * MIB
    while left > 0:
        i = len(photos)
        size = min(left, r.randint(800 * 1024, 5 * MIB))
        photos.append(f'photos/a{i % 5}/img-{i:04d}.jpg')
        put(f'{root}/{photos[-1]}', r.randbytes(size))
        left -= size
    left, i = 100 * MIB, 0
    while left > 0:
        source = r.choice(photos if r.random() < .3 else texts)
        copy = f'{root}/archive/copy{i % 8}/dup-{i:05d}-{os.path.basename(source)}'
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copy2(f'{root}/{source}', copy)
        left -= os.path.getsize(copy)
        i += 1
    first = large_file(31000)
    second = edited(first, 31002, insertions=20, overwrites=0, appended=0)
    third = edited(second, 31003, insertions=0, overwrites=40, appended=4 * MIB)
    for number, data in enumerate((first, second, third), 1):
        put(f'{root}/big/image-v{number}.dat', data)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, make in (('A', make_a), ('B', make_b), ('C', make_c)):
        root = os.path.join(sys.argv[1], name)
        mark = os.path.join(sys.argv[1], 'marks', name)  # outside of the tree that is copied
        if not os.path.exists(mark):
            shutil.rmtree(root, ignore_errors=True)
            make(root)
            os.makedirs(os.path.dirname(mark), exist_ok=True)
            open(mark, 'w').close()


main()
