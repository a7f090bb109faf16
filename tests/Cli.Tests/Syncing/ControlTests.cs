using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using FileStorage.Cli;
using FileStorage.Cli.Syncing;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Cli.Tests.Syncing;

[SupportedOSPlatform("linux")]
public sealed class ControlTests : IAsyncLifetime
{
    // Longer than the address of a socket may be.
    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.CreateTempSubdirectory("filestorage-test-").FullName, new string('x', 120))).FullName;

    private LinuxFolder _folder = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _folder = LinuxFolder.Open(_root, Guid.NewGuid(), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _folder.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);
    }

    [Fact]
    public async Task A_request_of_another_process_is_answered_with_the_status()
    {
        var asked = new List<string>();
        await using (new ControlServer(_root, request =>
        {
            asked.Add(request.Command);
            return Status() with { SyncedEntries = 7 };
        }))
        {
            Assert.Equal(7, (await ControlClient.AskAsync(_root, ControlRequest.Status, Cancellation))!.SyncedEntries);
            Assert.NotNull(await ControlClient.AskAsync(_root, ControlRequest.Pause, Cancellation));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_root, OwnFolder.Name, "control")));
        }

        Assert.Equal([ControlRequest.Status, ControlRequest.Pause], asked);
        Assert.Null(await ControlClient.AskAsync(_root, ControlRequest.Status, Cancellation));
    }

    [Fact]
    public async Task Who_sends_nonsense_or_hangs_up_stops_nobody()
    {
        await using var server = new ControlServer(_root, _ => Status());
        using var address = ControlAddress.Open(_root)!;
        foreach (var nonsense in new[] { "what?\n", "", new string('x', 5000) })
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(address.EndPoint, Cancellation);
            await socket.SendAsync(Encoding.UTF8.GetBytes(nonsense), Cancellation);
        }

        Assert.NotNull(await ControlClient.AskAsync(_root, ControlRequest.Status, Cancellation));
    }

    [Fact]
    public async Task A_socket_that_a_killed_process_left_is_taken_over()
    {
        using (var address = ControlAddress.Open(_root)!)
        {
            address.Listen().Dispose();
        }

        await using var server = new ControlServer(_root, _ => Status());

        Assert.NotNull(await ControlClient.AskAsync(_root, ControlRequest.Status, Cancellation));
    }

    [Fact]
    public async Task A_folder_that_is_not_synced_or_not_ours_alone_is_not_asked()
    {
        var other = Directory.CreateTempSubdirectory("filestorage-test-");
        await Assert.ThrowsAsync<CommandException>(() => ControlClient.AskAsync(other.FullName, ControlRequest.Status, Cancellation));
        other.Delete();

        File.SetUnixFileMode(Path.Combine(_root, OwnFolder.Name), (UnixFileMode)0b111_101_101);
        await Assert.ThrowsAsync<IOException>(() => ControlClient.AskAsync(_root, ControlRequest.Status, Cancellation));
    }

    [Fact]
    public void A_status_is_readable_for_people()
    {
        var status = Status() with
        {
            Activity = "awaitingConfirmation",
            SyncedEntries = 12_345,
            DeletionsToConfirm = 9_000,
            ProblemCount = 21,
            Problems = [.. Enumerable.Range(0, 21).Select(number => new SyncProblemLine { Path = $"p{number}", Reason = "Because." })],
        };

        var text = string.Join('\n', SyncStatusText.Lines(status));

        Assert.Contains("12,345 files and folders are the same", text, StringComparison.Ordinal);
        Assert.Contains("9,000 files and folders are about to be deleted; if that is meant: filestorage sync /f --confirm", text, StringComparison.Ordinal);
        Assert.Contains("  p19: Because.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("p20", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_kept_inside_the_folder_and_a_damaged_one_says_what_to_do()
    {
        var link = new SyncLink { Server = new Uri("http://a.test"), DriveId = Guid.NewGuid(), Remote = "/x", RemoteRootId = Guid.NewGuid(), TokenHash = "h" };
        Assert.Null(SyncLink.Load(_root));

        link.Save(_root);

        Assert.Equal(link, SyncLink.Load(_root));
        File.WriteAllText(Path.Combine(_root, OwnFolder.Name, "link.json"), "{");
        Assert.Contains("away and run the command again", Assert.Throws<CommandException>(() => SyncLink.Load(_root)).Message, StringComparison.Ordinal);
    }

    private static SyncStatusLine Status() => new()
    {
        Folder = "/f",
        Server = "http://a.test",
        Remote = "/",
        Activity = "upToDate",
        ProcessId = 1,
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
