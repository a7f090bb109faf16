#!/usr/bin/env python3
"""Fills a server and searches it: names, contents, and how soon what is uploaded is found. Run by search.sh."""
import concurrent.futures, http.client, json, os, random, struct, sys, threading, time, urllib.parse

WORK, TOKEN, PID = os.environ['WORK'], os.environ['TOKEN'], os.environ['SERVER_PID']
HOST = os.environ['SERVER_URL'].split('//')[1]
NAMES = int(os.environ.get('BENCH_NAMES', 100_000))
DOCUMENTS = int(os.environ.get('BENCH_DOCUMENTS', 20_000))
QUERIES = int(os.environ.get('BENCH_QUERIES', 400))
LIMIT = 1800
SYLLABLES = [c + v for c in 'b c d f g h k l m n p r s t v w z st tr pl'.split() for v in 'a e i o u ai ou er an'.split()]


class Words:
    """The same words on every run, some frequent and most rare, as in any language."""

    def __init__(self, count, seed):
        numbers = random.Random(seed)
        words = set()
        while len(words) < count:
            words.add(''.join(numbers.choice(SYLLABLES) for _ in range(numbers.choice((2, 2, 3, 3, 4)))))
        self.words = sorted(words)
        numbers.shuffle(self.words)
        total, self.weights = 0, []
        for rank in range(count):
            total += 1 / (rank + 8)
            self.weights.append(total)

    def pick(self, numbers, count):
        return numbers.choices(self.words, cum_weights=self.weights, k=count)


def figure(name, unit, value):
    print(f'{name:<70} {value:>12} {unit}', flush=True)
    with open(f'{WORK}/figures.jsonl', 'a') as out:
        out.write(json.dumps({'figure': name, 'unit': unit, 'median': value, 'runs': [value]}) + '\n')


def connect():
    return http.client.HTTPConnection(HOST, timeout=120)


def call(connection, method, path, body=None, media='application/json'):
    connection.request(method, '/api/v1' + path, body, {'authorization': 'Bearer ' + TOKEN, 'content-type': media})
    answer = connection.getresponse()
    data = answer.read()
    if answer.status >= 300:
        sys.exit(f'error: {method} {path}: {answer.status} {data[:300]}')
    return data


def search(connection, query):
    return json.loads(call(connection, 'GET', '/search?' + query))


def upload(files):
    """Files as (path, content), 200 a request, on two connections."""
    local = threading.local()

    def send(batch):
        local.connection = getattr(local, 'connection', None) or connect()
        body = bytearray()
        for path, content in batch:
            header = json.dumps({'path': path, 'size': len(content)}).encode()
            body += struct.pack('>I', len(header)) + header + content
        lines = call(local.connection, 'POST', '/batch?parents=true', bytes(body), 'application/vnd.filestorage.batch')
        for line in lines.splitlines():
            if json.loads(line)['status'] >= 300:
                sys.exit(f'error: {line[:300]}')

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in pool.map(send, [files[start:start + 200] for start in range(0, len(files), 200)]):
            pass


def cpu_seconds():
    with open(f'/proc/{PID}/stat') as stat:
        fields = stat.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def settle(connection, what):
    began, used = time.time(), cpu_seconds()
    while True:
        behind = search(connection, 'q=zzzzz&limit=1')['behind']
        if behind.get('changes') == 0 and behind['contents'] == 0:
            figure(f'{what}: indexed after the last was stored', 's', round(time.time() - began, 1))
            figure(f'{what}: server CPU for that', 's', round(cpu_seconds() - used, 1))
            return
        if time.time() - began > LIMIT:
            sys.exit(f'error: the index is still behind: {behind}')
        time.sleep(0.2)


def measure(name, connection, queries):
    for query in queries[:20]:
        search(connection, query)
    times, hits, used = [], 0, cpu_seconds()
    for query in queries:
        began = time.perf_counter()
        found = search(connection, query)
        times.append((time.perf_counter() - began) * 1000)
        hits += len(found['hits'])
    used = (cpu_seconds() - used) * 1000 / len(queries)
    times.sort()
    figure(f'{name}: server CPU a search', 'ms', round(used, 1))
    figure(f'{name}: p50 of {len(queries)}', 'ms', round(times[len(times) // 2], 1))
    figure(f'{name}: p95 ({hits / len(queries):.0f} hits a search)', 'ms', round(times[int(len(times) * 0.95)], 1))


def quoted(text):
    return urllib.parse.quote(text)


def slip(word, numbers):
    at = numbers.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def memory():
    with open(f'/proc/{PID}/status') as status:
        return next(int(line.split()[1]) // 1000 for line in status if line.startswith('VmRSS'))


def main():
    words, numbers = Words(30_000, 1), random.Random(2)
    connection = connect()
    types = 'txt md pdf docx jpg png xlsx cs'.split()
    names = [f'/names/d{index // 1000:03}/{" ".join(words.pick(numbers, numbers.choice((1, 2, 3))))} {index}.{numbers.choice(types)}' for index in range(NAMES)]
    began = time.time()
    upload([(name, b'') for name in names])
    print(f'{NAMES} names stored in {time.time() - began:.0f} s', flush=True)
    settle(connection, f'{NAMES} names')

    frequent, rare = words.words[:200], words.words[2000:12000]
    measure('names, whole words', connection, ['in=name&q=' + quoted(numbers.choice(numbers.choice((frequent, rare)))) for _ in range(QUERIES)])
    measure('names, beginnings of 1 to 4 letters', connection,
            ['in=name&q=' + quoted(numbers.choice(frequent)[:numbers.randint(1, 4)]) for _ in range(QUERIES)])
    measure('names, parts of words', connection, ['in=name&q=' + quoted(numbers.choice(rare)[1:5]) for _ in range(QUERIES)])
    measure('names, two words', connection, ['in=name&q=' + quoted(' '.join(words.pick(numbers, 2))) for _ in range(QUERIES)])
    measure('names, with a slip', connection,
            ['in=name&q=' + quoted(slip(numbers.choice([word for word in rare[:2000] if len(word) > 4]), numbers)) for _ in range(QUERIES)])
    measure('names, with type and folder', connection,
            [f'in=name&q={quoted(numbers.choice(frequent))}&type=pdf&folder=/names/d{numbers.randrange(NAMES // 1000):03}' for _ in range(QUERIES)])

    began = time.time()
    texts = [(f'/texts/d{index // 1000:03}/document {index}.txt', '\n'.join(
        ' '.join(words.pick(numbers, 12)) for _ in range(numbers.randint(10, 60))).encode()) for index in range(DOCUMENTS)]
    upload(texts)
    print(f'{DOCUMENTS} documents of {sum(len(text) for _, text in texts) / DOCUMENTS / 1000:.1f} KB stored in {time.time() - began:.0f} s', flush=True)
    settle(connection, f'{DOCUMENTS} documents')
    measure('contents, one word', connection, ['in=content&q=' + quoted(numbers.choice(numbers.choice((frequent, rare)))) for _ in range(QUERIES)])
    measure('contents, the most frequent words', connection, ['in=content&q=' + quoted(word) for word in words.words[:50]])
    measure('contents, two words', connection, ['in=content&q=' + quoted(' '.join(words.pick(numbers, 2))) for _ in range(QUERIES)])
    measure('contents, a beginning', connection, ['in=content&q=' + quoted(numbers.choice(rare)[:4] + '*') for _ in range(QUERIES)])
    measure('both, one word', connection, ['q=' + quoted(numbers.choice(numbers.choice((frequent, rare)))) for _ in range(QUERIES)])

    # 50 uploads a second, and after every tenth: how long until its content is found.
    lags, sender = [], connect()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        def lag(mark):
            own, stored = connect(), time.time()
            while not search(own, f'in=content&q={mark}')['hits']:
                time.sleep(0.02)
            return time.time() - stored

        waiting, start = [], time.time()
        for index in range(1000):
            time.sleep(max(0, start + index / 50 - time.time()))
            mark = f'mark{index:06}x'
            call(sender, 'PUT', f'/content/live/{index}.txt?parents=true', (' '.join(words.pick(numbers, 200)) + ' ' + mark).encode(), 'text/plain')
            if index % 20 == 10 and len([one for one in waiting if not one.done()]) < 4:
                waiting.append(pool.submit(lag, mark))
        took = time.time() - start
        lags = sorted(one.result() for one in waiting)
    figure(f'{1000 / took:.0f} uploads a second: found by content after, p50', 's', round(lags[len(lags) // 2], 2))
    figure(f'{1000 / took:.0f} uploads a second: found by content after, most of {len(lags)}', 's', round(lags[-1], 2))
    figure('resident memory of the server after all this', 'MB', memory())


main()
