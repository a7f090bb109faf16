using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Remote;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Limits;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>What the sync engine asks of the drive, against the real server.</summary>
public sealed class HttpDriveTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Token => SyncDevice.Token;

    [Fact]
    public async Task Folders_are_made_moved_and_trashed_by_id_and_once_for_each_operation()
    {
        await using var device = await DeviceAsync("tree");
        var root = await RootAsync(device);
        var operation = Guid.CreateVersion7();

        var one = Done(await device.Drive.MakeFolderAsync(operation, root, "one", Token));
        var again = Done(await device.Drive.MakeFolderAsync(operation, root, "one", Token));
        var taken = await device.Drive.MakeFolderAsync(Guid.CreateVersion7(), root, "one", Token);
        var two = Done(await device.Drive.MakeFolderAsync(Guid.CreateVersion7(), root, "two", Token));
        var moved = Done(await device.Drive.MoveAsync(Guid.CreateVersion7(), one.Id, two.Id, "inside", Token));
        var cycle = await device.Drive.MoveAsync(Guid.CreateVersion7(), two.Id, one.Id, "x", Token);
        var orphan = await device.Drive.MakeFolderAsync(Guid.CreateVersion7(), Guid.NewGuid(), "x", Token);
        var impossible = await device.Drive.MakeFolderAsync(Guid.CreateVersion7(), root, new string('x', 300), Token);

        Assert.Equal(one.Id, again.Id);
        Assert.Equal((EntryKind.Folder, RemoteState.Live, root), (one.Kind, one.State, one.ParentId));
        Assert.Equal((two.Id, "inside", one.Etag), (moved.ParentId, moved.Name, moved.Etag));
        Assert.IsType<RemoteOutcome.Stale>(taken);
        Assert.IsType<RemoteOutcome.Stale>(cycle);
        Assert.IsType<RemoteOutcome.Stale>(orphan);
        Assert.IsType<RemoteOutcome.Refused>(impossible);

        Assert.IsType<RemoteOutcome.Stale>(await device.Drive.TrashAsync(Guid.CreateVersion7(), two.Id, two.Etag, Token));
        var now = (await device.Drive.FindAsync(two.Id, Token))!;
        var trashed = Done(await device.Drive.TrashAsync(Guid.CreateVersion7(), two.Id, now.Etag, Token));

        Assert.Equal(RemoteState.Trashed, trashed.State);
        Assert.Equal(RemoteState.Trashed, (await device.Drive.FindAsync(two.Id, Token))!.State);
        Assert.Null(await device.Drive.FindAsync(Guid.NewGuid(), Token));
        Assert.IsType<RemoteOutcome.Stale>(await device.Drive.TrashAsync(Guid.CreateVersion7(), two.Id, null, Token));
    }

    [Fact]
    public async Task Many_files_small_and_large_go_up_and_come_down_the_same()
    {
        await using var device = await DeviceAsync("many");
        await using var other = Device("many");
        var root = await RootAsync(device);
        int[] sizes = [0, 1, 4096, 1024 * 1024, (1024 * 1024) + 1, 5_000_000, 20_000_000, .. Enumerable.Range(2, 300)];
        for (var index = 0; index < sizes.Length; index++)
        {
            Write(device, $"f{index}", sizes[index], index);
        }

        File.SetUnixFileMode(device.At("f1"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var uploads = await Task.WhenAll(sizes.Select((_, index) => device.UploadOfAsync($"f{index}", root)));
        var stored = await device.UploadAsync(uploads);

        Assert.Equal(sizes.Length, stored.Count);
        Assert.All(stored, one => Assert.Equal(ChunkId.Of(File.ReadAllBytes(device.At(one.Upload.Name))), one.Sha256));
        var (entries, _) = await other.ReadAllAsync();
        foreach (var entry in entries.Where(entry => entry.Kind is EntryKind.File))
        {
            var hash = await other.FetchAsync(entry, entry.Name);
            Assert.Equal(File.ReadAllBytes(device.At(entry.Name)), File.ReadAllBytes(other.At(entry.Name)));
            Assert.Equal(ChunkId.Of(File.ReadAllBytes(other.At(entry.Name))), hash);
            Assert.Equal(entry.Name == "f1", entry.Executable);
            Assert.Equal(entry.ModifiedAt.UtcDateTime, File.GetLastWriteTimeUtc(other.At(entry.Name)));
        }

        Assert.Equal(sizes.Length, entries.Count(entry => entry.Kind is EntryKind.File));

        // The same operations again find what they did.
        var repeated = await device.UploadAsync(uploads);
        Assert.All(repeated, one => Assert.Equal(1, Done(one.Outcome).VersionNumber));
    }

    [Fact]
    public async Task A_new_version_is_refused_where_it_was_not_edited_from_the_newest()
    {
        await using var device = await DeviceAsync("stale");
        var root = await RootAsync(device);
        Write(device, "small", 100, 1);
        Write(device, "large", 3_000_000, 1);
        var (small, large) = (await device.StoreAsync("small", root), await device.StoreAsync("large", root));
        Write(device, "small", 200, 2);
        Write(device, "large", 3_000_001, 2);
        await device.StoreAsync("small", root, small);
        await device.StoreAsync("large", root, large);
        Write(device, "small", 300, 3);
        Write(device, "large", 3_000_002, 3);

        var ended = await device.UploadAsync(
            await device.UploadOfAsync("small", root, small),
            await device.UploadOfAsync("large", root, large),
            await device.UploadOfAsync("small", root),
            await device.UploadOfAsync("large", root));

        Assert.Equal(4, ended.Count);
        Assert.All(ended, one => Assert.IsType<RemoteOutcome.Stale>(one.Outcome));
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_found_is_not_sent()
    {
        await using var device = await DeviceAsync("torn");
        var root = await RootAsync(device);
        Write(device, "small", 100, 1);
        Write(device, "large", 3_000_000, 1);
        Write(device, "secret", 10, 1);
        var uploads = new[]
        {
            await device.UploadOfAsync("small", root), await device.UploadOfAsync("large", root), await device.UploadOfAsync("gone", root) with
            {
                Local = (await device.Folder.FindAsync(new("small"), Token))!,
            },
        };
        Write(device, "small", 100, 2);
        Write(device, "large", 3_000_000, 2);

        Assert.All(await device.UploadAsync(uploads), one => Assert.IsType<RemoteOutcome.LocalChanged>(one.Outcome));
        Assert.DoesNotContain((await device.ReadAllAsync()).Entries, entry => entry.Kind is EntryKind.File);
    }

    [Fact]
    public async Task A_byte_at_the_front_costs_one_chunk_and_a_change_a_few_in_both_directions()
    {
        const long Mebibyte = 1024 * 1024;
        await using var relay = new CountingRelay(shared.Server.Url);
        await using var device = await DeviceAsync("delta", relay.Url);
        await using var other = new SyncDevice(relay.Url, _tokens["delta"]);
        var root = await RootAsync(device);
        Write(device, "f", 32_000_000, 1);
        var first = await device.StoreAsync("f", root);
        await other.FetchAsync(first, "f");

        byte[] inserted = [42, .. File.ReadAllBytes(device.At("f"))];
        var (up, down) = await MeasureAsync(inserted, first);
        Assert.True(up <= 1.5 * Mebibyte && down <= 1.5 * Mebibyte, $"A byte at the front: {up:N0} bytes up, {down:N0} bytes down.");

        var second = (await device.ReadAllAsync()).Entries.Single(entry => entry.Id == first.Id);
        byte[] changed = [.. inserted[..15_000_000], .. new byte[1000], .. inserted[15_000_800..], .. Bytes(200_000, 5)];
        (up, down) = await MeasureAsync(changed, second);
        Assert.True(up <= 4 * Mebibyte && down <= 4 * Mebibyte, $"Middle and end: {up:N0} bytes up, {down:N0} bytes down.");

        async Task<(long Up, long Down)> MeasureAsync(byte[] content, RemoteEntry from)
        {
            File.WriteAllBytes(device.At("f"), content);
            var before = (relay.UpBytes, relay.DownBytes);
            var entry = await device.StoreAsync("f", root, from);
            var sent = relay.UpBytes + relay.DownBytes - before.UpBytes - before.DownBytes;
            before = (relay.UpBytes, relay.DownBytes);
            await other.FetchAsync(entry, "f");
            Assert.Equal(content, File.ReadAllBytes(other.At("f")));
            return (sent, relay.UpBytes + relay.DownBytes - before.UpBytes - before.DownBytes);
        }
    }

    [Fact]
    public async Task The_bell_rings_at_a_change_of_another_device_and_when_the_server_is_back()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        await using var device = new SyncDevice(server.Url, account.Token);
        var (_, cursor) = await device.ReadAllAsync();
        await using var bell = device.Drive.ListenAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await bell.MoveNextAsync());

        var rings = bell.MoveNextAsync().AsTask();
        await account.StoreAsync("/a", [1]);
        Assert.True(await rings);
        var (news, after) = await device.ReadAllAsync(cursor);
        Assert.Equal("a", Assert.Single(news, entry => entry.Kind is EntryKind.File).Name);

        rings = bell.MoveNextAsync().AsTask();
        await server.KillAsync();
        Assert.True(await rings);
        rings = bell.MoveNextAsync().AsTask();
        await Assert.ThrowsAsync<RemoteUnavailableException>(() => device.ReadAllAsync(after));
        await server.StartAgainAsync();
        Assert.True(await rings);
        await device.ReadAllAsync(after);
    }

    [Fact]
    public async Task A_dead_token_is_told_apart_from_a_server_that_is_gone()
    {
        await using var denied = new SyncDevice(shared.Server.Url, "no such token");
        await using var offline = new SyncDevice(new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}"), "token");
        File.WriteAllText(offline.At("f"), "x");

        await Assert.ThrowsAsync<RemoteDeniedException>(() => denied.ReadAllAsync());
        await Assert.ThrowsAsync<RemoteUnavailableException>(() => offline.ReadAllAsync());
        await Assert.ThrowsAsync<RemoteUnavailableException>(
            async () => await offline.UploadAsync(await offline.UploadOfAsync("f", Guid.NewGuid())));
    }

    private static readonly Dictionary<string, string> _tokens = [];

    private async Task<SyncDevice> DeviceAsync(string account, Uri? url = null)
    {
        using var opened = await TestAccount.OpenAsync(shared.Server, $"{account}@example.org");
        _tokens[account] = opened.Token;
        return new SyncDevice(url ?? shared.Server.Url, opened.Token);
    }

    private SyncDevice Device(string account) => new(shared.Server.Url, _tokens[account]);

    private static async Task<Guid> RootAsync(SyncDevice device) =>
        (await device.ReadAllAsync()).Entries.Single(entry => entry.ParentId == Guid.Empty).Id;

    private static RemoteEntry Done(RemoteOutcome outcome) => Assert.IsType<RemoteOutcome.Done>(outcome).Entry;

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static void Write(SyncDevice device, string name, int bytes, int seed) => File.WriteAllBytes(device.At(name), Bytes(bytes, seed));
}
