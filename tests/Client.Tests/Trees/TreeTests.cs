using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Trees;
using FileStorage.Client.Uploads;

namespace FileStorage.Tests.Client.Tests.Trees;

public sealed class TreeTests : IDisposable
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly ScratchFolder _folder = new();
    private readonly RecordingObserver _observer = new();
    private readonly List<string> _made = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_was_just_made_is_not_listed()
    {
        _folder.Write("a/b/c.txt", 3);
        _folder.Write("d.txt", 3);
        Directory.CreateDirectory(_folder.At("empty", "too"));
        using var server = new FakeServer((_, body) => MakeFolder(body, HttpStatusCode.Created));

        var files = await WalkAsync(server);

        Assert.Equal(["/tree/a/b/c.txt", "/tree/d.txt"], files.Select(file => file.RemotePath).Order());
        Assert.DoesNotContain(server.Requests, request => request.StartsWith("GET", StringComparison.Ordinal));
        Assert.Contains("/tree/empty/too", _made);
    }

    [Fact]
    public async Task A_folder_that_was_there_is_listed_once_and_what_it_holds_is_known()
    {
        _folder.Write("a/known.txt", 3);
        _folder.Write("new/x.txt", 3);
        using var server = new FakeServer((request, body) => request.Method == HttpMethod.Post
            ? MakeFolder(body, HttpStatusCode.OK)
            : Page(request.RequestUri!.Query.Contains("%2Ftree%2Fa&", StringComparison.Ordinal) ? Item("known.txt") : Item("a", "folder")));

        var files = await WalkAsync(server);

        Assert.Equal("known.txt", files.Single(file => file.RemotePath == "/tree/a/known.txt").Known!.Name);
        Assert.Null(files.Single(file => file.RemotePath == "/tree/new/x.txt").Known);
        Assert.Equal(2, server.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Links_are_never_followed_and_what_is_no_file_is_never_opened()
    {
        _folder.Write("real.txt", 3);
        _folder.Write("none.txt", 0);
        File.CreateSymbolicLink(_folder.At("file-link"), "/etc/passwd");
        Directory.CreateSymbolicLink(_folder.At("folder-link"), "/etc");
        File.CreateSymbolicLink(_folder.At("dangling"), "/nowhere");
        using (var mkfifo = Process.Start("mkfifo", _folder.At("pipe")))
        {
            await mkfifo.WaitForExitAsync(Cancellation);
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("socket")));
        using var server = new FakeServer((_, body) => MakeFolder(body, HttpStatusCode.Created));

        var files = await WalkAsync(server);

        Assert.Equal(["/tree/none.txt", "/tree/real.txt"], files.Select(file => file.RemotePath).Order());
        Assert.Equal(
            ["dangling", "file-link", "folder-link", "pipe", "socket"], _observer.Left.Select(left => Path.GetFileName(left.Path)).Order());
        Assert.Empty(_observer.Failures);
    }

    [Fact]
    public async Task A_name_that_is_not_UTF8_is_named_as_failed()
    {
        _folder.Write("fine", 3);
        await ShellAsync("touch");
        using var server = new FakeServer((_, body) => MakeFolder(body, HttpStatusCode.Created));

        var files = await WalkAsync(server);
        await ShellAsync("rm");

        Assert.Equal("/tree/fine", Assert.Single(files).RemotePath);
        Assert.Contains("UTF-8", Assert.Single(_observer.Failures).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_where_the_server_has_a_folder_is_named()
    {
        _folder.Write("a", 3);
        using var server = new FakeServer((request, body) =>
            request.Method == HttpMethod.Post ? MakeFolder(body, HttpStatusCode.OK) : Page(Item("a", "folder")));

        Assert.Empty(await WalkAsync(server));

        Assert.Equal(_folder.At("a"), Assert.Single(_observer.Failures).Path);
    }

    [Fact]
    public async Task Names_of_the_server_never_lead_out_of_the_target()
    {
        var target = _folder.At("target");
        Directory.CreateDirectory(target);
        Directory.CreateDirectory(_folder.At("outside"));
        Directory.CreateSymbolicLink(Path.Combine(target, "link"), _folder.At("outside"));
        using var server = new FakeServer((_, _) => Page(
            Item("..", "folder"), Item("../up.txt"), Item("/etc/passwd"), Item("a/../../up.txt"), Item("link", "folder"), Item("fine.txt")));
        using var client = server.Client();

        var files = await new RemoteTree(client, _observer)
            .FilesAsync(Item("tree", "folder"), "/tree", target, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Path.Combine(target, "fine.txt"), Assert.Single(files).LocalPath);
        Assert.Equal(
            ["/tree/..", "/tree/../up.txt", "/tree//etc/passwd", "/tree/a/../../up.txt", "/tree/link"],
            _observer.Failures.Select(failure => failure.Path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.At("outside")));
        Assert.Equal(["link", "outside", "target"], Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    /// <summary>Does something to a file whose name the runtime cannot write.</summary>
    private async Task ShellAsync(string program)
    {
        using var shell = Process.Start("bash", ["-c", $"{program} '{_folder.Path}'/$(printf 'a\\xffb')"]);
        await shell.WaitForExitAsync(Cancellation);
        Assert.Equal(0, shell.ExitCode);
    }

    private async Task<List<LocalFile>> WalkAsync(FakeServer server)
    {
        using var client = server.Client();
        return await new LocalTree(client, _observer).FilesAsync(new DirectoryInfo(_folder.Path), "/tree", Cancellation).ToListAsync(Cancellation);
    }

    private HttpResponseMessage MakeFolder(byte[] body, HttpStatusCode status)
    {
        var path = JsonSerializer.Deserialize(body, Json.MakeFolderRequest)!.Path!;
        _made.Add(path);
        return FakeServer.Answer(Item(path, "folder"), Json.ItemBody, status);
    }

    private static HttpResponseMessage Page(params ItemBody[] items) =>
        FakeServer.Answer(new ItemPageBody { Items = items }, Json.ItemPageBody);

    private static ItemBody Item(string name, string kind = "file") => new()
    {
        Id = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Name = name,
        Kind = kind,
        Etag = "e",
        ModifiedAt = DateTimeOffset.UnixEpoch,
    };
}
