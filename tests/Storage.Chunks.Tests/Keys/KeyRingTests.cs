using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Tests.Storage.Chunks.Tests.Disk;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Chunks.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly (ChunkId Id, byte[] Plain) _chunk = Sample.Chunk(2000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeyFolder => Path.Combine(_folder.Path, "keys");

    private string MasterPath => Path.Combine(KeyFolder, "master.key");

    private string RingPath => Path.Combine(KeyFolder, "ring.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_start_makes_keys_that_only_the_owner_can_read()
    {
        Open().Dispose();

        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(MasterPath).Trim()).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(MasterPath));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RingPath));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(KeyFolder));
        }
    }

    [Fact]
    public async Task Rotation_keeps_what_is_stored_readable_and_leaves_nothing_that_the_old_master_key_opens()
    {
        var oldMaster = "";
        var locations = new List<ChunkLocation>();
        for (var rotation = 0; rotation < 4; rotation++)
        {
            using var store = Open();
            locations.Add(await store.PutAsync(_chunk.Id, _chunk.Plain, Token));
            var name = store.NameOf(_chunk.Id);
            oldMaster = await File.ReadAllTextAsync(MasterPath, Token);

            Assert.Equal(new KeyRotation((uint)rotation + 2, MasterKeyReplaced: true), await store.Keys.RotateAsync(Token));

            Assert.NotEqual(oldMaster, await File.ReadAllTextAsync(MasterPath, Token));
            Assert.Equal(name, store.NameOf(_chunk.Id));
            locations.Add(await store.PutAsync(_chunk.Id, _chunk.Plain, Token));
            await AssertReadableAsync(store, locations);
        }

        using (var store = Open())
        {
            await AssertReadableAsync(store, locations);
        }

        await File.WriteAllTextAsync(MasterPath, oldMaster, Token);
        Assert.Contains("another master key", Assert.Throws<KeyRingException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("master.key.next", 1)]
    [InlineData("ring.json", 2)]
    [InlineData("master.key", 2)]
    public async Task A_rotation_that_stops_after_any_step_is_undone_or_finished_by_the_next_start(string lastStep, uint generation)
    {
        ChunkLocation location;
        using (var store = Open())
        {
            location = await store.PutAsync(_chunk.Id, _chunk.Plain, Token);
        }

        var files = new KeyFiles(KeyFolder, path =>
        {
            if (Path.GetFileName(path) == lastStep)
            {
                throw new IOException("Simulated: the process ends here.");
            }
        });
        using (var ring = KeyRing.Open(files, new MasterKeySettings(), mayCreate: false, TimeProvider.System))
        {
            await Assert.ThrowsAsync<IOException>(() => ring.RotateAsync(Token));
        }

        using (var store = Open())
        {
            Assert.Equal(generation, store.Keys.CurrentGeneration);
            await AssertReadableAsync(store, [location]);
        }

        Assert.Equal(["master.key", "ring.json"], Directory.GetFiles(KeyFolder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_rotation_that_failed_half_way_can_be_tried_again_in_the_same_process()
    {
        using (var store = Open())
        {
            await store.PutAsync(_chunk.Id, _chunk.Plain, Token);
        }

        var failures = new Queue<string>(["ring.json", "master.key.next"]);
        var files = new KeyFiles(KeyFolder, path =>
        {
            if (failures.TryPeek(out var step) && step == Path.GetFileName(path))
            {
                failures.Dequeue();
                throw new IOException("Simulated: the disk failed here.");
            }
        });
        using (var ring = KeyRing.Open(files, new MasterKeySettings(), mayCreate: false, TimeProvider.System))
        {
            await Assert.ThrowsAsync<IOException>(() => ring.RotateAsync(Token));
            await Assert.ThrowsAsync<IOException>(() => ring.RotateAsync(Token));
        }

        // After the second failure the ring is under the key of the first, which must not have been overwritten.
        using (var store = Open())
        {
            Assert.Equal(2u, store.Keys.CurrentGeneration);
            await store.Keys.RotateAsync(Token);
            Assert.Equal(3u, store.Keys.CurrentGeneration);
        }
    }

    [Fact]
    public async Task A_master_key_from_settings_moves_from_the_file_and_then_from_key_to_key()
    {
        var (first, second) = (NewKey(), NewKey());
        var locations = new List<ChunkLocation>();
        using (var store = Open())
        {
            locations.Add(await store.PutAsync(_chunk.Id, _chunk.Plain, Token));
        }

        using (var store = Open(options => (options.MasterKey, options.PreviousMasterKeyFile) = (first, MasterPath)))
        {
            await AssertReadableAsync(store, locations);
            Assert.Equal(2u, store.Keys.CurrentGeneration);
            Assert.Equal(new KeyRotation(3, MasterKeyReplaced: false), await store.Keys.RotateAsync(Token));
            locations.Add(await store.PutAsync(_chunk.Id, _chunk.Plain, Token));
        }

        var keyFile = Path.Combine(_folder.Path, "second.key");
        await File.WriteAllTextAsync(keyFile, second + "\n", Token);
        using (var store = Open(options => (options.MasterKeyFile, options.PreviousMasterKey) = (keyFile, first)))
        {
            await AssertReadableAsync(store, locations);
        }

        using (var store = Open(options => options.MasterKey = second))
        {
            await AssertReadableAsync(store, locations);
        }

        Assert.Throws<KeyRingException>(() => Open(options => options.MasterKey = first));
    }

    [Fact]
    public void A_wrong_key_a_missing_key_and_a_damaged_ring_are_clear_errors_that_change_nothing()
    {
        Open().Dispose();
        var (master, ring) = (File.ReadAllText(MasterPath), File.ReadAllText(RingPath));

        Assert.Contains("not 32 bytes", Error(() => Open(options => options.MasterKey = "c2hvcnQ=")), StringComparison.Ordinal);
        Assert.Contains("set one of them", Error(() => Open(o => (o.MasterKey, o.MasterKeyFile) = (NewKey(), "x"))), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Error(() => Open(options => options.MasterKeyFile = "/nowhere/key")), StringComparison.Ordinal);
        Assert.Contains("is not the one", Error(() => Open(options => options.MasterKey = NewKey())), StringComparison.Ordinal);
        File.Delete(MasterPath);
        Assert.Contains("is missing", Error(() => Open()), StringComparison.Ordinal);
        File.WriteAllText(MasterPath, master);
        File.WriteAllText(RingPath, ring[..(ring.Length / 2)]);
        Assert.Contains("is damaged", Error(() => Open()), StringComparison.Ordinal);
        File.WriteAllText(RingPath, ring.Replace("\"key\": \"", "\"key\": \"AAAA", StringComparison.Ordinal));
        Assert.Contains("is damaged", Error(() => Open()), StringComparison.Ordinal);
        File.WriteAllText(RingPath, "{}");
        Assert.Contains("is damaged", Error(() => Open()), StringComparison.Ordinal);

        File.WriteAllText(RingPath, ring);
        Open().Dispose();
    }

    [Fact]
    public async Task Chunks_without_their_ring_are_never_given_a_new_one()
    {
        using (var store = Open())
        {
            await store.PutAsync(_chunk.Id, _chunk.Plain, Token);
        }

        File.Delete(RingPath);

        Assert.Contains("ring.json is missing", Error(() => Open()), StringComparison.Ordinal);
        Assert.False(File.Exists(RingPath));
    }

    [Fact]
    public void A_first_start_that_stopped_between_its_two_files_goes_on()
    {
        var files = new KeyFiles(KeyFolder, _ => throw new IOException("Simulated: the process ends here."));
        Assert.Throws<IOException>(() => KeyRing.Open(files, new MasterKeySettings(), mayCreate: true, TimeProvider.System));
        var master = File.ReadAllText(MasterPath);

        Open().Dispose();

        Assert.Equal(master, File.ReadAllText(MasterPath));
    }

    private static string NewKey() => MasterKey.Create().ToBase64();

    private static string Error(Func<DiskChunkStore> open) => Assert.Throws<KeyRingException>(open).Message;

    private async Task AssertReadableAsync(DiskChunkStore store, IEnumerable<ChunkLocation> locations)
    {
        foreach (var location in locations)
        {
            var destination = new byte[_chunk.Plain.Length];
            await store.ReadAsync(_chunk.Id, location, destination, Token);
            Assert.Equal(_chunk.Plain, destination);
        }
    }

    private DiskChunkStore Open(Action<DiskChunkStoreOptions>? configure = null)
    {
        var options = new DiskChunkStoreOptions { Directory = _folder.Path };
        configure?.Invoke(options);
        return DiskChunkStore.Open(options, TimeProvider.System, NullLogger<DiskChunkStore>.Instance);
    }
}
