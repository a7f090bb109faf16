#!/usr/bin/env python3
"""Drives two synced folders, ours or Syncthing's, and measures what passes between them. Run by sync.sh and delta.sh."""
import argparse, json, os, random, resource, shutil, signal, socket, subprocess, sys, threading, time, urllib.request

WORK = os.environ['WORK']
URL = os.environ['SERVER_URL']
COMMAND = os.environ['COMMAND']
SMALL_FILES = int(os.environ.get('BENCH_SMALL_FILES', 10_000))
LARGE_BYTES = int(os.environ.get('BENCH_LARGE_BYTES', 2 << 30))
UNCHANGED_FILES = int(os.environ.get('BENCH_UNCHANGED_FILES', 100_000))
SAMPLES = int(os.environ.get('BENCH_SAMPLES', 200))
IDLE_DEVICES = int(os.environ.get('BENCH_IDLE_DEVICES', 200))
LIMIT = 1800


def figure(name, unit, value):
    print(f'{name:<62} {value:>12} {unit}', flush=True)
    with open(f'{WORK}/figures.jsonl', 'a') as out:
        out.write(json.dumps({'figure': name, 'unit': unit, 'median': value, 'runs': [value]}) + '\n')


def call(path, body=None, token=None, url=None):
    request = urllib.request.Request((url or URL) + path, data=None if body is None else json.dumps(body).encode())
    request.add_header('content-type', 'application/json')
    if token:
        request.add_header('authorization', 'Bearer ' + token)
    return json.loads(urllib.request.urlopen(request, timeout=60).read() or b'{}')


def until(condition, what, pause=0.002):
    end = time.time() + LIMIT
    while not condition():
        if time.time() > end:
            sys.exit(f'error: {what} did not happen within {LIMIT} s')
        time.sleep(pause)


def memory_mb(process, field):
    with open(f'/proc/{process}/status') as status:
        return next(int(line.split()[1]) // 1000 for line in status if line.startswith(field))


def cpu_seconds(process):
    with open(f'/proc/{process}/stat') as stat:
        fields = stat.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def fill(folder, files, size, seed):
    """Files of about this size, 1,000 to a folder, the same on every run."""
    numbers = random.Random(seed)
    for index in range(files):
        if index % 1000 == 0:
            os.makedirs(f'{folder}/d{index // 1000:03}')
        with open(f'{folder}/d{index // 1000:03}/f{index:06}', 'wb') as out:
            out.write(numbers.randbytes(numbers.randint(size // 2, size * 3 // 2)))


def write_large(path, size, seed):
    numbers = random.Random(seed)
    with open(path, 'wb') as out:
        while size > 0:
            out.write(numbers.randbytes(min(size, 1 << 24)))
            size -= 1 << 24


def count(folder):
    return sum(len(files) for path, folders, files in os.walk(folder) if '.filestorage' not in path and '.st' not in path)


class Ours:
    name = 'ours'

    def __init__(self):
        self.email, self.password = f'sync{time.time_ns()}@example.org', 'benchmark password'
        call('/api/v1/accounts', {'email': self.email, 'password': self.password})
        self.folders, self.running = [], []
        shutil.rmtree(f'{WORK}/config', ignore_errors=True)

    def token(self, device):
        return call('/api/v1/sign-in', {'email': self.email, 'password': self.password, 'deviceName': device})['token']

    def environment(self, token, url=None):
        return {**os.environ, 'FILESTORAGE_URL': url or URL, 'FILESTORAGE_TOKEN': token, 'FILESTORAGE_CONFIG': f'{WORK}/config'}

    def start(self, devices=2):
        for number in range(devices):
            folder = f'{WORK}/ours{number}'
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            self.folders.append(folder)
            log = open(f'{WORK}/ours{number}.log', 'w')
            self.running.append(subprocess.Popen(
                [COMMAND, 'sync', folder], env=self.environment(self.token(f'device {number}')), stdout=log, stderr=log))
        for number in range(devices):
            until(lambda: 'Up to date' in open(f'{WORK}/ours{number}.log').read(), 'the first sync', 0.1)

    def stop(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)


class Syncthing:
    name = 'Syncthing'

    def __init__(self):
        self.folders, self.running = [], []

    def rest(self, number, path, body=None, method='GET'):
        request = urllib.request.Request(
            f'http://127.0.0.1:{18484 + number}/rest/{path}', method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header('X-API-Key', 'bench')
        request.add_header('content-type', 'application/json')
        return json.loads(urllib.request.urlopen(request, timeout=30).read() or b'{}')

    def start(self):
        ids = []
        for number in range(2):
            home, folder = f'{WORK}/st{number}.home', f'{WORK}/st{number}'
            for path in (home, folder):
                shutil.rmtree(path, ignore_errors=True)
            os.makedirs(folder)
            self.folders.append(folder)
            subprocess.run(['syncthing', 'generate', '--home', home, '--no-default-folder'], check=True, capture_output=True)
            ids.append(subprocess.run(['syncthing', '--home', home, '--device-id'], check=True, capture_output=True, text=True).stdout.strip())
            log = open(f'{WORK}/st{number}.log', 'w')
            self.running.append(subprocess.Popen(
                ['syncthing', 'serve', '--home', home, '--no-browser', '--no-restart', f'--gui-address=127.0.0.1:{18484 + number}',
                 '--gui-apikey=bench'], env={**os.environ, 'STNOUPGRADE': '1'}, stdout=log, stderr=log))
        for number in range(2):
            until(lambda: self.answers(number), 'Syncthing', 0.1)
            self.rest(number, 'config/options', {
                'listenAddresses': [f'tcp://127.0.0.1:{22100 + number}'], 'globalAnnounceEnabled': False, 'localAnnounceEnabled': False,
                'relaysEnabled': False, 'natEnabled': False, 'crashReportingEnabled': False, 'urAccepted': -1, 'reconnectionIntervalS': 1,
            }, 'PATCH')
            self.rest(number, f'config/devices/{ids[1 - number]}', {
                'deviceID': ids[1 - number], 'name': 'other', 'addresses': [f'tcp://127.0.0.1:{22101 - number}']}, 'PUT')
            self.rest(number, 'config/folders/bench', {
                'id': 'bench', 'path': self.folders[number], 'devices': [{'deviceID': one} for one in ids], 'fsWatcherEnabled': True,
                'fsWatcherDelayS': 1, 'rescanIntervalS': 3600}, 'PUT')
        until(lambda: self.connected(0, ids[1]) and self.connected(1, ids[0]), 'the connection', 0.1)
        time.sleep(5)

    def answers(self, number):
        try:
            return self.rest(number, 'system/ping')
        except OSError:
            return False

    def connected(self, number, other):
        return self.rest(number, 'system/connections')['connections'].get(other, {}).get('connected', False)

    def stop(self):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()
        for number in range(2):
            shutil.rmtree(f'{WORK}/st{number}', ignore_errors=True)
            shutil.rmtree(f'{WORK}/st{number}.home', ignore_errors=True)


class Relay:
    """Stands between a device and the server and counts every byte, headers and all."""

    def __init__(self):
        self.up = self.down = 0
        host, port = URL.split('//')[1].split(':')
        self.server = (host, int(port))
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.listener.getsockname()[1]}'
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(self.server)
            threading.Thread(target=self.copy, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self.copy, args=(far, near, False), daemon=True).start()

    def copy(self, source, target, up):
        try:
            while data := source.recv(1 << 18):
                if up:
                    self.up += len(data)
                else:
                    self.down += len(data)
                target.sendall(data)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def idle_devices(side):
    """Signs devices in and lets each listen, as a device does that has nothing to do."""
    listening = []
    host, port = URL.split('//')[1].split(':')
    for number in range(IDLE_DEVICES):
        connection = socket.create_connection((host, int(port)))
        connection.sendall((f'GET /api/v1/changes/live HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n'
                            f'Authorization: Bearer {side.token(f"idle {number}")}\r\n\r\n').encode())
        listening.append(connection)

    def read():
        import selectors
        selector = selectors.DefaultSelector()
        for one in listening:
            selector.register(one, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if not key.fileobj.recv(65536):
                    selector.unregister(key.fileobj)

    threading.Thread(target=read, daemon=True).start()
    return listening


def latency(side, samples):
    source, target = side.folders
    times = []
    for number in range(samples):
        body = os.urandom(4096)
        time.sleep(0.1 if side.name == 'ours' else 2.5)
        with open(f'{source}/l{number}', 'wb') as out:
            out.write(body)
        begun = time.perf_counter()
        until(lambda: os.path.exists(f'{target}/l{number}') and os.path.getsize(f'{target}/l{number}') == 4096, 'a file', 0.0005)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    figure(f'{side.name}: close() to appearance, median of {samples}', 'ms', round(times[len(times) // 2], 1))
    figure(f'{side.name}: close() to appearance, 99th percentile', 'ms', round(times[min(len(times) - 1, int(len(times) * 0.99))], 1))


def small(side):
    source, target = side.folders
    fill(f'{WORK}/stage', SMALL_FILES, 8000, 1)
    os.sync()
    begun = time.perf_counter()
    os.rename(f'{WORK}/stage', f'{source}/small')
    until(lambda: os.path.isdir(f'{target}/small') and count(f'{target}/small') == SMALL_FILES, 'the small files', 0.05)
    taken = time.perf_counter() - begun
    until(lambda: subprocess.run(['diff', '-rq', f'{source}/small', f'{target}/small'], capture_output=True).returncode == 0, 'the same', 0.2)
    figure(f'{side.name}: {SMALL_FILES} small files from device to device', 'files/s', round(SMALL_FILES / taken))
    figure('  processor time of the device that sends', 's', round(cpu_seconds(side.running[0].pid), 2))
    figure('  processor time of the device that receives', 's', round(cpu_seconds(side.running[1].pid), 2))


def large(side):
    source, target = side.folders
    write_large(f'{WORK}/stage', LARGE_BYTES, 2)
    os.sync()
    begun = time.perf_counter()
    os.rename(f'{WORK}/stage', f'{source}/large')
    until(lambda: os.path.exists(f'{target}/large') and os.path.getsize(f'{target}/large') == LARGE_BYTES, 'the large file', 0.01)
    taken = time.perf_counter() - begun
    subprocess.run(['cmp', f'{source}/large', f'{target}/large'], check=True)
    figure(f'{side.name}: a file of {LARGE_BYTES / 1e9:.1f} GB from device to device', 'MB/s', round(LARGE_BYTES / 1e6 / taken))


def once(side, folder, token, url=None):
    begun = time.perf_counter()
    process = subprocess.Popen(
        [COMMAND, 'sync', folder, '--once', '--json'], env=side.environment(token, url), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, errors = process.communicate()
    if process.returncode:
        sys.exit('error: ' + errors.decode())
    return time.perf_counter() - begun


def unchanged():
    side = Ours()
    folder, token = f'{WORK}/unchanged', side.token('unchanged')
    shutil.rmtree(folder, ignore_errors=True)
    fill(folder, UNCHANGED_FILES, 200, 3)
    figure(f'first --once with {UNCHANGED_FILES} files', 's', round(once(side, folder, token), 2))
    times = sorted(once(side, folder, token) for _ in range(3))
    figure(f'--once with {UNCHANGED_FILES} unchanged files', 's', round(times[1], 2))
    figure('  its peak memory', 'MB', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)
    log = open(f'{WORK}/unchanged.log', 'w')
    process = subprocess.Popen([COMMAND, 'sync', folder], env=side.environment(token), stdout=log, stderr=log)
    until(lambda: 'Up to date' in open(f'{WORK}/unchanged.log').read(), 'the sync', 0.1)
    time.sleep(5)
    figure(f'memory of a process that syncs {UNCHANGED_FILES} files', 'MB', memory_mb(process.pid, 'VmRSS'))
    figure('  at its peak', 'MB', memory_mb(process.pid, 'VmHWM'))
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


def delta(versions):
    """Each version of a file after the one before: bytes from the first device, and to the second."""
    side, relay = Ours(), Relay()
    folders = [f'{WORK}/delta{number}' for number in range(2)]
    tokens = [side.token(f'delta {number}') for number in range(2)]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    for number, (label, make) in enumerate(versions):
        make(f'{folders[0]}/file')
        before = relay.up + relay.down
        once(side, folders[0], tokens[0], relay.url)
        sent = relay.up + relay.down - before
        before = relay.up + relay.down
        once(side, folders[1], tokens[1], relay.url)
        received = relay.up + relay.down - before
        subprocess.run(['cmp', f'{folders[0]}/file', f'{folders[1]}/file'], check=True)
        if number > 0:
            figure(f'{label}: sent', 'KiB', round(sent / 1024))
            figure(f'{label}: received', 'KiB', round(received / 1024))
    for folder in folders:
        shutil.rmtree(folder)


def made_versions():
    size = 200_000_000

    def begin(path):
        write_large(path, size, 4)

    def insert(path):
        with open(path, 'rb') as source:
            content = source.read()
        with open(path, 'wb') as out:
            out.write(b'!' + content)

    def change(path):
        with open(path, 'r+b') as out:
            out.seek(size // 2)
            out.write(random.Random(5).randbytes(1000))
            out.seek(0, 2)
            out.write(random.Random(6).randbytes(500_000))

    return [('new', begin), ('a byte inserted at the front of 200 MB', insert), ('changed in the middle and grown at the end', change)]


def given_versions(folder):
    names = sorted(os.listdir(folder))
    return [(f'{before or "nothing"} to {name}', lambda path, name=name: shutil.copyfile(f'{folder}/{name}', path))
            for before, name in zip([None, *names], names)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('what', choices=['latency', 'small', 'large', 'unchanged', 'delta'])
    parser.add_argument('--side', choices=['ours', 'syncthing'], default='ours')
    parser.add_argument('--versions', help='a folder with versions of one file, in the order of their names')
    asked = parser.parse_args()
    if asked.what == 'unchanged':
        return unchanged()
    if asked.what == 'delta':
        return delta(given_versions(asked.versions) if asked.versions else made_versions())
    side = Ours() if asked.side == 'ours' else Syncthing()
    listening = idle_devices(side) if asked.what == 'latency' and asked.side == 'ours' else []
    try:
        side.start()
        if asked.what == 'latency':
            latency(side, SAMPLES if asked.side == 'ours' else min(SAMPLES, 20))
        elif asked.what == 'small':
            small(side)
        else:
            large(side)
        if asked.side == 'ours':
            figure('  peak memory of the device that receives', 'MB', memory_mb(side.running[1].pid, 'VmHWM'))
    finally:
        side.stop()
        for one in listening:
            one.close()


main()
