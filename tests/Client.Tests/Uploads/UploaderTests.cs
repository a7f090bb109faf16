using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Uploads;

public sealed class UploaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly RecordingObserver _observer = new();
    private readonly FakeStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Small_files_travel_together_and_each_is_told_when_the_server_acknowledged_it()
    {
        using var server = new FakeServer(_store.Answer);

        await UploadAsync(server, [.. Enumerable.Range(0, 300).Select(index => Make($"f{index}", 100))]);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(300, _observer.Done.Select(file => file.RemotePath).Distinct().Count());
        Assert.All(_observer.Done, file => Assert.Equal(ChunkId.Of(File.ReadAllBytes(file.LocalPath)), file.Sha256));
        Assert.Equal(30_000, _observer.Bytes);
    }

    [Fact]
    public async Task After_a_broken_answer_only_the_files_without_a_line_are_sent_again()
    {
        var sent = new List<int>();
        using var server = new FakeServer((_, body) =>
        {
            var paths = FakeStore.PathsOfBatch(body);
            sent.Add(paths.Count);
            return sent.Count == 1 ? _store.Lines(paths.Take(3), cutOff: true) : _store.Lines(paths);
        });

        await UploadAsync(server, [.. Enumerable.Range(0, 10).Select(index => Make($"f{index}", 100))]);

        Assert.Equal([10, 7], sent);
        Assert.Equal(10, _observer.Done.Select(file => file.RemotePath).Distinct().Count());
        Assert.Equal(10, _observer.Done.Count);
    }

    [Fact]
    public async Task A_file_that_the_server_refuses_is_named_and_the_others_are_stored()
    {
        using var server = new FakeServer((_, body) => _store.Lines(FakeStore.PathsOfBatch(body), refused: "/f1"));

        await UploadAsync(server, Make("f0", 10), Make("f1", 10), Make("f2", 10));

        Assert.Equal(["/f0", "/f2"], _observer.Done.Select(file => file.RemotePath));
        var (path, exception) = Assert.Single(_observer.Failures);
        Assert.Equal(_folder.At("f1"), path);
        Assert.True(Assert.IsType<FileStorageException>(exception).Is(ProblemTypes.NameTaken));
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_found_is_looked_at_again()
    {
        using var server = new FakeServer(_store.Answer);
        var found = Make("f", 100);
        _folder.Write("f", 200, seed: 7);

        await UploadAsync(server, found);

        var done = Assert.Single(_observer.Done);
        Assert.Equal(200, done.Size);
        Assert.Equal(ChunkId.Of(await File.ReadAllBytesAsync(found.FullPath, Cancellation)), done.Sha256);
    }

    [Fact]
    public async Task A_small_file_that_is_never_what_was_found_is_not_uploaded_but_named()
    {
        using var server = new FakeServer(_store.Answer);

        // The kernel says that this file has no bytes, and there are some whenever it is read.
        await UploadAsync(server, LocalFile.Of(new FileInfo("/proc/self/status"), "/f", known: null));

        Assert.IsType<FileChangedException>(Assert.Single(_observer.Failures).Exception);
        Assert.Empty(_store.Files);
    }

    [Fact]
    public async Task A_large_file_that_changes_while_it_is_sent_is_never_completed_but_named()
    {
        var found = Make("f", 20_000_000);
        var touched = 0;
        using var server = new FakeServer((request, body) =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/uploads", StringComparison.Ordinal))
            {
                // Nothing of an earlier attempt is kept, so that each has to send, and is disturbed while it does.
                _store.Chunks.Clear();
            }
            else
            {
                File.SetLastWriteTimeUtc(found.FullPath, found.ModifiedAt.UtcDateTime.AddSeconds(++touched));
            }

            return _store.Answer(request, body);
        });

        await UploadAsync(server, found);

        Assert.IsType<FileChangedException>(Assert.Single(_observer.Failures).Exception);
        Assert.Empty(_store.Files);
    }

    [Fact]
    public async Task A_large_file_goes_by_chunks_and_only_what_is_missing_is_sent()
    {
        using var server = new FakeServer(_store.Answer);
        var file = Make("big", 5_000_000);
        var known = FileChunker.Read(file, wholeHash: false, Cancellation).Manifest.Chunks[0];
        _store.Chunks[known.Id] = [];

        await UploadAsync(server, file);

        Assert.Equal("/big", Assert.Single(_observer.Done).RemotePath);
        Assert.Equal(5_000_000 - known.Length, _store.Chunks.Values.Sum(bytes => bytes.Length));
        Assert.Equal(["POST uploads", "POST uploads/ID/chunks", "POST uploads/ID/complete"], server.Shapes);
        Assert.Equal(5_000_000, _observer.Bytes);
    }

    [Fact]
    public async Task After_a_kill_the_same_upload_goes_on_without_a_new_declaration()
    {
        var ledger = new UploadLedger(_folder.At("uploads"), TimeProvider.System);
        var file = Make("big", 40_000_000);
        var requests = 0;
        using var killed = new FakeServer((request, body) =>
            request.RequestUri!.AbsolutePath.EndsWith("/chunks", StringComparison.Ordinal) && ++requests == 3
                ? FakeServer.Problem(System.Net.HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated)
                : _store.Answer(request, body));
        await Assert.ThrowsAsync<FileStorageException>(() => UploadAsync(killed, ledger, file));
        var stored = _store.Chunks.Count;
        using var server = new FakeServer(_store.Answer);

        await UploadAsync(server, ledger, file);

        Assert.Equal("/big", Assert.Single(_observer.Done).RemotePath);
        Assert.InRange(stored, 1, _store.Chunks.Count - 1);
        Assert.Equal("GET uploads/ID", server.Shapes[0]);
        Assert.DoesNotContain("POST uploads", server.Shapes);
        Assert.Empty(Directory.GetFiles(_folder.At("uploads")));
    }

    [Fact]
    public async Task An_upload_that_the_server_has_forgotten_is_declared_anew()
    {
        var ledger = new UploadLedger(_folder.At("uploads"), TimeProvider.System);
        var file = Make("big", 20_000_000);
        var manifest = FileChunker.Read(file, wholeHash: false, Cancellation).Manifest;
        ledger.Save(FakeServer.Address, file, new LedgerRecord { UploadId = Guid.NewGuid(), Manifest = manifest.ToByteArray() });
        using var server = new FakeServer(_store.Answer);

        await UploadAsync(server, ledger, file);

        Assert.Equal(["GET uploads/ID", "POST uploads"], server.Shapes[..2]);
        Assert.Single(_observer.Done);
        Assert.Empty(Directory.GetFiles(_folder.At("uploads")));
    }

    [Fact]
    public async Task What_the_server_has_already_is_not_sent()
    {
        using var server = new FakeServer(_store.Answer);
        var same = Make("same", 100);
        var touched = Make("touched", 100);
        var hash = ChunkId.Of(await File.ReadAllBytesAsync(touched.FullPath, Cancellation));

        await UploadAsync(
            server,
            same with { Known = FakeStore.Item("/same", 100) with { ModifiedAt = same.ModifiedAt } },
            touched with { Known = FakeStore.Item("/touched", 100) with { Sha256 = hash } });

        Assert.Empty(server.Requests);
        Assert.Equal(2, _observer.Done.Count(file => file.Unchanged));
    }

    [Fact]
    public async Task A_dead_token_ends_the_whole_transfer()
    {
        using var server = new FakeServer((_, _) => FakeServer.Problem(System.Net.HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated));

        await Assert.ThrowsAsync<FileStorageException>(() => UploadAsync(server, Make("a", 10)));

        Assert.Empty(_observer.Done);
    }

    private Task UploadAsync(FakeServer server, params LocalFile[] files) => UploadAsync(server, ledger: null, files);

    private async Task UploadAsync(FakeServer server, UploadLedger? ledger, params LocalFile[] files)
    {
        using var client = server.Client();
        using var uploader = new Uploader(client, new UploadOptions { Ledger = ledger, Workers = 1, ChunkRequests = 1 }, _observer);
        await uploader.UploadAsync(files.ToAsyncEnumerable(), Cancellation);
    }

    private LocalFile Make(string name, int bytes) =>
        LocalFile.Of(new FileInfo(_folder.Write(name, bytes, seed: bytes + name.Length)), "/" + name, known: null);
}
