using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Chunks.Azure;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Objects;
using FileStorage.Storage.Chunks.S3;
using FileStorage.Tests.Objects;
using FileStorage.Tests.Storage.Chunks.Tests.Disk;

namespace FileStorage.Tests.Storage.Chunks.Tests.Objects;

/// <summary>What the object stores promise beyond <see cref="ChunkStoreContract"/>; against a real server each.</summary>
public abstract class ObjectChunkStoreContract(ChunkStoreKind kind) : ChunkStoreContract, IAsyncLifetime
{
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string _container = $"test{Guid.NewGuid():N}";
    private ObjectServer? _server;
    private ObjectChunkStore? _store;

    protected override IChunkStore Store => _store!;

    /// <summary>One server for all tests of a class, which takes longer to start than they run.</summary>
    private protected abstract Task<ObjectServer> ServerAsync();

    public async ValueTask InitializeAsync()
    {
        _server = await ServerAsync();
        _store = await OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Another_server_reads_what_this_one_stored_also_after_a_rotation_it_never_heard_of()
    {
        using var other = await OpenAsync();
        var (id, plain) = Sample.Chunk(5000);
        var (later, laterPlain) = Sample.Chunk(5000);
        var location = await Store.PutAsync(id, plain, Token);

        var rotation = await _store!.RotateAsync(Token);
        var laterLocation = await Store.PutAsync(later, laterPlain, Token);

        Assert.Equal(2u, rotation.Generation);
        Assert.Equal(plain, await ReadAsync(other, id, location, plain.Length));
        Assert.Equal(laterPlain, await ReadAsync(other, later, laterLocation, laterPlain.Length));
        using var afresh = await OpenAsync();
        Assert.Equal(laterPlain, await ReadAsync(afresh, later, laterLocation, laterPlain.Length));
    }

    [Fact]
    public async Task Servers_that_start_together_agree_on_one_ring()
    {
        var name = $"test{Guid.NewGuid():N}";
        using var first = await OpenAsync(name);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(name)));

        var (id, _) = Sample.Chunk(100);
        Assert.All(stores, store => Assert.Equal(first.NameOf(id), store.NameOf(id)));
        foreach (var store in stores)
        {
            store.Dispose();
        }
    }

    [Fact]
    public async Task A_store_does_not_open_without_its_master_key_and_not_with_another_one()
    {
        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        await Assert.ThrowsAsync<KeyRingException>(() => OpenAsync(masterKey: ""));
        await Assert.ThrowsAsync<KeyRingException>(() => OpenAsync(masterKey: other));
    }

    [Fact]
    public async Task The_master_key_is_replaced_by_naming_the_previous_one()
    {
        var next = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var (id, plain) = Sample.Chunk(5000);
        var location = await Store.PutAsync(id, plain, Token);

        using var moved = await OpenAsync(masterKey: next, previousMasterKey: _masterKey);

        Assert.Equal(plain, await ReadAsync(moved, id, location, plain.Length));
        using var again = await OpenAsync(masterKey: next);
        Assert.Equal(plain, await ReadAsync(again, id, location, plain.Length));
        await Assert.ThrowsAsync<KeyRingException>(() => OpenAsync());
    }

    [Fact]
    public async Task Chunks_without_their_ring_are_no_empty_store()
    {
        var (id, plain) = Sample.Chunk(5000);
        await Store.PutAsync(id, plain, Token);
        using (var container = Container(_container))
        {
            await container.DeleteAsync("keys/ring.json", Token);
        }

        await Assert.ThrowsAsync<KeyRingException>(() => OpenAsync());
    }

    [Fact]
    public async Task An_object_that_was_changed_cut_off_or_removed_is_damage_and_is_counted()
    {
        var (id, plain) = Sample.Chunk(5000, compressible: false);
        using var container = Container(_container);
        var damages = new Func<byte[], byte[]?>[]
        {
            bytes => [.. bytes[..2000], (byte)(bytes[2000] ^ 1), .. bytes[2001..]], bytes => bytes[..^1], bytes => [.. bytes, 0], _ => null,
        };
        foreach (var damage in damages)
        {
            var location = await Store.PutAsync(id, plain, Token);
            var name = ObjectNames.Of(location, Store.NameOf(id));
            var bytes = new byte[location.StoredBytes];
            await container.ReadAsync(name, bytes, Token);
            if (damage(bytes) is { } damaged)
            {
                await container.PutAsync(name, damaged, Token);
            }
            else
            {
                await container.DeleteAsync(name, Token);
            }

            await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, location, plain.Length));
        }

        Assert.Equal(damages.Length, Store.GetUsage().DamagedReads);
    }

    [Fact]
    public async Task Objects_of_others_in_the_container_are_left_alone()
    {
        using var container = Container(_container);
        await container.PutAsync("chunks/readme", "x"u8.ToArray(), Token);
        await container.PutAsync("other", "x"u8.ToArray(), Token);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_listing_of_more_than_one_page_is_whole()
    {
        using var container = Container(_container);
        await Parallel.ForAsync(0, 1100, Token, async (number, token) => await container.PutAsync($"many/{number:d5}", "x"u8.ToArray(), token));

        var names = new HashSet<string>();
        await foreach (var stored in container.ListAsync("many/", Token))
        {
            Assert.True(names.Add(stored.Name));
        }

        Assert.Equal(1100, names.Count);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_costs_time_and_one_that_stays_away_is_told()
    {
        await using var server = await ObjectServer.StartAsync(kind);
        using var store = await OpenAsync(server: server);
        var (id, plain) = Sample.Chunk(5000);
        var location = await store.PutAsync(id, plain, Token);

        await server.StopAsync();
        var put = store.PutAsync(id, plain, Token).AsTask();
        await server.StartAgainAsync();
        var second = await put;
        Assert.Equal(plain, await ReadAsync(store, id, location, plain.Length));
        Assert.Equal(plain, await ReadAsync(store, id, second, plain.Length));

        await server.StopAsync();
        using var impatient = new ObjectChunkStore(Container("gone", server, retries: 0), Options(_masterKey, null, retries: 0), TimeProvider.System);
        await Assert.ThrowsAsync<ObjectStoreException>(() => impatient.OpenAsync(Token));
    }

    [Fact]
    public async Task An_answer_that_stops_in_its_body_is_asked_for_again_and_one_that_always_does_is_told()
    {
        var content = RandomNumberGenerator.GetBytes(500_000);
        using (var direct = Container(_container))
        {
            await direct.PutAsync("large", content, Token);
        }

        await using var relay = new SpoilingRelay(_server!.Port, count: 2);
        using (var container = Container(_container, port: relay.Port, timeoutSeconds: 1))
        {
            var read = new byte[content.Length];
            Assert.Equal(content.Length, await container.ReadAsync("large", read, Token));
            Assert.Equal(content, read);
            Assert.InRange(relay.Spoiled, 2, int.MaxValue);
        }

        await using var deaf = new SpoilingRelay(_server.Port, count: int.MaxValue);
        using var impatient = Container(_container, retries: 1, port: deaf.Port, timeoutSeconds: 1);
        await Assert.ThrowsAsync<ObjectStoreException>(() => impatient.ReadAsync("large", new byte[content.Length], Token));
    }

    [Fact]
    public async Task A_chunk_that_was_changed_on_its_way_is_asked_for_again_and_is_not_damaged()
    {
        var (id, plain) = Sample.Chunk(500_000, compressible: false);
        var location = await Store.PutAsync(id, plain, Token);
        await using var relay = new SpoilingRelay(_server!.Port, count: 1, changes: true);
        using var store = new ObjectChunkStore(Container(_container, port: relay.Port), Options(_masterKey, null), TimeProvider.System);
        await store.OpenAsync(Token);

        Assert.Equal(plain, await ReadAsync(store, id, location, plain.Length));
        Assert.InRange(relay.Spoiled, 1, int.MaxValue);
    }

    [Fact]
    public async Task A_copy_is_restored_to_another_container_as_often_as_is_asked()
    {
        using var folder = new TestFolder();
        var chunks = Enumerable.Range(0, 40).Select(number => Sample.Chunk(1 + (number * 3000), compressible: number % 2 == 0)).Append(Sample.Chunk(ChunkLimits.MaxChunkBytes, compressible: false)).ToList();
        var locations = await Task.WhenAll(chunks.Select(chunk => Store.PutAsync(chunk.Id, chunk.Plain, Token).AsTask()));
        var files = await CopyAsync(folder);

        var elsewhere = $"test{Guid.NewGuid():N}";
        using (var container = Container(elsewhere))
        {
            await ObjectArchive.RestoreAsync(container, folder.Path, files, Token);
            await ObjectArchive.RestoreAsync(container, folder.Path, files, Token);
        }

        using var restored = await OpenAsync(elsewhere);
        foreach (var (chunk, location) in chunks.Zip(locations))
        {
            Assert.Equal(chunk.Plain, await ReadAsync(restored, chunk.Id, location, chunk.Plain.Length));
        }

        Assert.Equal(chunks.Count, (await restored.ListAsync(Token).ToListAsync(Token)).Count);
    }

    [Fact]
    public async Task A_copy_goes_into_no_container_of_another_service_and_not_if_it_is_damaged()
    {
        using var folder = new TestFolder();
        var (id, plain) = Sample.Chunk(5000, compressible: false);
        var location = await Store.PutAsync(id, plain, Token);
        var files = await CopyAsync(folder);
        var anothers = $"test{Guid.NewGuid():N}";
        (await OpenAsync(anothers)).Dispose();
        using var container = Container(anothers);

        await Assert.ThrowsAsync<BackupException>(() => ObjectArchive.RestoreAsync(container, folder.Path, files, Token));
        Assert.Empty(await container.ListAsync(ObjectNames.Chunks, Token).ToListAsync(Token));

        var tar = Directory.EnumerateFiles(folder.Path, "*.tar", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(tar, Token);
        bytes[3000] ^= 1;
        await File.WriteAllBytesAsync(tar, bytes, Token);
        using var same = Container(_container);
        await Assert.ThrowsAsync<BackupException>(() => ObjectArchive.RestoreAsync(same, folder.Path, files, Token));
        Assert.Equal(plain, await ReadAsync(Store, id, location, plain.Length));
        File.Delete(tar);
        await Assert.ThrowsAsync<BackupException>(() => ObjectArchive.RestoreAsync(same, folder.Path, files, Token));
    }

    [Fact]
    public async Task A_copy_gives_back_single_chunks_and_passes_over_what_is_damaged_in_it()
    {
        using var folder = new TestFolder();
        var chunks = Enumerable.Range(0, 20).Select(_ => Sample.Chunk(5000, compressible: false)).ToList();
        var locations = await Task.WhenAll(chunks.Select(chunk => Store.PutAsync(chunk.Id, chunk.Plain, Token).AsTask()));
        await CopyAsync(folder);
        var tar = Directory.EnumerateFiles(folder.Path, "*.tar", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(tar, Token);
        var (damaged, _) = chunks[7];
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(ObjectNames.Of(locations[7], Store.NameOf(damaged))["chunks/".Length..]));
        bytes[at + 2000] ^= 1;
        await File.WriteAllBytesAsync(tar, bytes, Token);

        using var archive = ChunkArchive.Open(folder.Path, new DiskChunkStoreOptions { Directory = folder.Path, MasterKey = _masterKey }, TimeProvider.System);
        var found = new Dictionary<ChunkId, byte[]>();
        await foreach (var (id, plain) in archive.ReadAsync(chunks.Select(static chunk => chunk.Id), Token))
        {
            found.Add(id, plain.ToArray());
        }

        Assert.Equal(19, found.Count);
        Assert.DoesNotContain(damaged, found.Keys);
        Assert.All(chunks.Where(chunk => chunk.Id != damaged), chunk => Assert.Equal(chunk.Plain, found[chunk.Id]));
    }

    private async Task<List<BackupFile>> CopyAsync(TestFolder folder)
    {
        var files = new List<BackupFile>();
        await foreach (var file in _store!.CopyToAsync(folder.Path, Token))
        {
            files.Add(file);
        }

        return files;
    }

    private async Task<ObjectChunkStore> OpenAsync(
        string? container = null, string? masterKey = null, string? previousMasterKey = null, ObjectServer? server = null)
    {
        var store = new ObjectChunkStore(
            Container(container ?? _container, server), Options(masterKey ?? _masterKey, previousMasterKey), TimeProvider.System);
        try
        {
            await store.OpenAsync(Token);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private IObjectContainer Container(string name, ObjectServer? server = null, int retries = 8, int? port = null, int timeoutSeconds = 10)
    {
        var settings = server ?? _server!;
        string Through(string address) => address.Replace($":{settings.Port}", $":{port ?? settings.Port}", StringComparison.Ordinal);
        var options = Options(_masterKey, null, retries, timeoutSeconds);
        return kind is ChunkStoreKind.AzureBlob
            ? new AzureContainer(new AzureOptions { ConnectionString = Through(settings.ConnectionString), Container = name }, options)
            : new S3Container(
                new S3Options { Endpoint = Through(settings.Endpoint), Bucket = name, AccessKey = "S3RVER", SecretKey = "S3RVER" }, options);
    }

    private static ObjectChunkStoreOptions Options(string masterKey, string? previous, int retries = 8, int timeoutSeconds = 10) => new()
    {
        MasterKey = masterKey,
        PreviousMasterKey = previous,
        Retries = retries,
        RequestTimeoutSeconds = timeoutSeconds,
    };

    private static async Task<byte[]> ReadAsync(IChunkStore store, ChunkId id, ChunkLocation location, int length)
    {
        var destination = new byte[length];
        return destination[..await store.ReadAsync(id, location, destination, Token)];
    }
}
