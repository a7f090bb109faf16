using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Remote.Http;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Sync;

/// <summary>A real folder and the drive as the sync engine sees them, without the engine.</summary>
internal sealed class SyncDevice : IAsyncDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly FileStorageClient _client;

    public SyncDevice(Uri server, string token)
    {
        Folder = LinuxFolder.Open(_root.Path, Guid.NewGuid(), TimeProvider.System);
        _client = new FileStorageClient(new ConnectionOptions { Server = server, Token = token, Retries = new RetryPolicy { Patience = TimeSpan.Zero } });
        Drive = new HttpDrive(_client);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public LinuxFolder Folder { get; }

    public HttpDrive Drive { get; }

    public string At(string name) => _root.Of(name);

    /// <summary>A local file as it would be uploaded.</summary>
    public async Task<RemoteUpload> UploadOfAsync(string name, Guid parentId, RemoteEntry? file = null) => new()
    {
        OperationId = Guid.CreateVersion7(),
        FileId = file?.Id,
        ExpectedEtag = file?.Etag,
        ParentId = parentId,
        Name = name,
        Path = new LocalPath(name),
        Local = (await Folder.FindAsync(new LocalPath(name), Token))!,
    };

    public async Task<List<RemoteUploaded>> UploadAsync(params IReadOnlyList<RemoteUpload> uploads)
    {
        var ended = new List<RemoteUploaded>();
        await foreach (var one in Drive.UploadAsync(uploads, Folder, Token))
        {
            ended.Add(one);
        }

        return ended;
    }

    /// <summary>Uploads one file, which must succeed.</summary>
    public async Task<RemoteEntry> StoreAsync(string name, Guid parentId, RemoteEntry? file = null) =>
        Assert.IsType<RemoteOutcome.Done>(Assert.Single(await UploadAsync(await UploadOfAsync(name, parentId, file))).Outcome).Entry;

    /// <summary>Downloads a version in place of what has the name.</summary>
    public async Task<ChunkId?> FetchAsync(RemoteEntry file, string name)
    {
        var path = new LocalPath(name);
        var old = await Folder.FindAsync(path, Token);
        await using var basis = old is null ? null : await Folder.OpenAsync(path, old, Token);
        await using var staged = await Folder.StageAsync(file.SizeBytes, Token);
        if (await Drive.DownloadAsync(file, staged, basis, Token) is not { } hash)
        {
            return null;
        }

        Assert.IsType<LocalOutcome.Done>(await Folder.PublishAsync(staged, path, old, file.ModifiedAt, file.Executable, Token));
        return hash;
    }

    /// <summary>Every entry of the drive, and the cursor after them.</summary>
    public async Task<(List<RemoteEntry> Entries, string Cursor)> ReadAllAsync(string? cursor = null)
    {
        var entries = new List<RemoteEntry>();
        while (true)
        {
            var page = await Drive.ReadChangesAsync(cursor, TimeSpan.Zero, Token);
            entries.AddRange(page.Entries);
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                return (entries, cursor);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Drive.Dispose();
        _client.Dispose();
        await Folder.DisposeAsync();
        _root.Dispose();
    }
}
