using System.Net;
using System.Text;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Trees;

namespace FileStorage.Tests.EndToEnd.Commands;

/// <summary>The command as a person or a script meets it.</summary>
public sealed class CliTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private ServerProcess _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_newcomer_gets_from_registering_to_an_old_version_and_out_again()
    {
        Write("one.txt", "one");
        Assert.Equal(0, await RunAsync("register", "ada@example.org"));
        Assert.Equal(0, await RunAsync("whoami"));
        Assert.Contains("ada@example.org", _output, StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("put", _folder.Of("one.txt"), "/a.txt"));
        Write("one.txt", "two");
        Assert.Equal(0, await RunAsync("put", _folder.Of("one.txt"), "/a.txt"));
        Assert.Equal(0, await RunAsync("restore", "/a.txt", "--version", "1"));
        Assert.Equal(0, await RunAsync("get", "/a.txt", "-"));
        Assert.Equal("one", _output.TrimEnd());
        Assert.Equal(0, await RunAsync("get", "/a.txt", _folder.Of("old/"), "--version", "2"));
        Assert.Equal("two", await File.ReadAllTextAsync(_folder.Of("old/a.txt"), Cancellation));

        Assert.Equal(0, await RunAsync("mkdir", "-p", "/x/y"));
        Assert.Equal(0, await RunAsync("mv", "/a.txt", "/x/y/"));
        Assert.Equal(0, await RunAsync("cp", "/x", "/z"));
        Assert.Equal(0, await RunAsync("rm", "/x"));
        Assert.Equal(0, await RunAsync("ls", "-R"));
        Assert.Equal(["/z/", "/z/y/", "/z/y/a.txt"], _output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, await RunAsync("trash", "restore", "/x"));
        Assert.Equal(0, await RunAsync("stat", "/x/y/a.txt", "--json"));
        Assert.Equal(3, JsonDocument.Parse(_output).RootElement.GetProperty("size").GetInt64());

        Assert.Equal(0, await RunAsync("logout"));
        Assert.Equal(1, await RunAsync("ls"));
        Assert.Contains("filestorage login", _output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_by_name_and_content_and_shows_where()
    {
        using var account = await TestAccount.OpenAsync(_server);
        await account.StoreAsync("/papers/Annual Report.txt", Encoding.UTF8.GetBytes("The zebra budget grew."));

        IReadOnlyList<string> found;
        do
        {
            found = await account.Command.RunAsync("search", "zebra", "--content", "--in", "/papers", "--larger", "5", "--newer", "1d");
        }
        while (found.Count == 0);

        var named = await account.Command.RunAsync("search", "anual", "--name", "--type", "txt", "--json");
        var none = await account.Command.RunAsync("search", "zebra", "--older", "1d");
        await account.Command.RunAsync("admin", "reindex", "--account", "ada@example.org");
        var index = await account.Command.RunAsync("admin", "index");

        Assert.Equal(["/papers/Annual Report.txt", "    The [zebra] budget grew."], found);
        Assert.Equal("/papers/Annual Report.txt", JsonDocument.Parse(Assert.Single(named)).RootElement.GetProperty("item").GetProperty("path").GetString());
        Assert.Empty(none);
        Assert.Contains(index, line => line.StartsWith("contents", StringComparison.Ordinal));
        Assert.Equal(2, await RunAsync(WithToken(account), "search", "zebra", "--newer", "soon"));
    }

    [Fact]
    public async Task With_e_mail_and_password_in_the_environment_it_signs_in_and_leaves_no_device_behind()
    {
        using var account = await TestAccount.OpenAsync(_server, "ada@example.org");

        Assert.Equal(0, await RunAsync(WithPassword("ada@example.org", Password), "mkdir", "/a"));
        var devices = await account.Command.RunAsync("devices", "--json");
        var wrong = await RunAsync(WithPassword("ada@example.org", "not the password"), "ls");

        Assert.Single(devices);
        Assert.Equal(1, wrong);
        Assert.Contains("filestorage register", _output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Of("config")));
    }

    [Fact]
    public async Task A_put_that_was_killed_goes_on_with_the_same_upload()
    {
        using var account = await TestAccount.OpenAsync(_server);
        var content = Random(200_000_000);
        await File.WriteAllBytesAsync(_folder.Of("big"), content, Cancellation);
        var remembered = _folder.Of("config/uploads");

        await using (var killed = Start(WithToken(account), "put", _folder.Of("big"), "/big"))
        {
            // Half way: the upload is declared and remembered, and a part of it has arrived.
            await Until.TrueAsync(() => killed.HasExited || (Directory.Exists(remembered) && _server.StoredBytes() > 50_000_000), () => "nothing was transferred");
            await killed.KillAsync();
        }

        Assert.Equal(HttpStatusCode.NotFound, (await account.GetAsync("/big")).StatusCode);
        Assert.Single(Directory.GetFiles(remembered));
        Assert.Equal(0, await RunAsync(WithToken(account), "put", _folder.Of("big"), "/big"));

        Assert.Equal(content, await account.LoadAsync("/big"));
        Assert.Empty(Directory.GetFiles(remembered));
        Assert.InRange(_server.StoredBytes(), content.Length, (long)(content.Length * 1.05));
    }

    [Fact]
    public async Task A_get_that_was_killed_goes_on_where_it_was()
    {
        using var account = await TestAccount.OpenAsync(_server);
        var content = Random(300_000_000);
        await File.WriteAllBytesAsync(_folder.Of("big"), content, Cancellation);
        await account.Command.RunAsync("put", _folder.Of("big"), "/big");
        Directory.CreateDirectory(_folder.Of("out"));

        await using (var killed = Start(WithToken(account), "get", "/big", _folder.Of("out/")))
        {
            await Until.TrueAsync(() => killed.HasExited || new DirectoryInfo(_folder.Of("out")).GetFiles().Any(file => file.Length > 20_000_000), () => "nothing was transferred");
            await killed.KillAsync();
        }

        Assert.False(File.Exists(_folder.Of("out/big")));
        Assert.Equal(0, await RunAsync(WithToken(account), "get", "/big", _folder.Of("out/")));

        Assert.Equal([_folder.Of("out/big")], Directory.GetFiles(_folder.Of("out")));
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder.Of("out/big"), Cancellation));
        Assert.Equal(File.GetLastWriteTimeUtc(_folder.Of("big")), File.GetLastWriteTimeUtc(_folder.Of("out/big")), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_token_that_is_revoked_in_mid_upload_ends_it_with_a_word_what_to_do()
    {
        using var account = await TestAccount.OpenAsync(_server);
        await File.WriteAllBytesAsync(_folder.Of("big"), Random(200_000_000), Cancellation);
        await using var put = Start(WithToken(account), "put", _folder.Of("big"), "/big");
        await Until.TrueAsync(() => put.HasExited || _server.StoredBytes() > 20_000_000, () => "nothing was transferred");

        using var revoked = await account.Http.PostAsync(new Uri("/api/v1/sign-out", UriKind.Relative), content: null, Cancellation);

        Assert.Equal(1, await put.WaitAsync(Limit));
        Assert.Contains("filestorage login", put.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls -R --json /")]
    [InlineData("put -r --json FOLDER/tree /again")]
    [InlineData("get -r --json /tree FOLDER/out")]
    public async Task A_reader_that_goes_away_ends_it_quietly(string command)
    {
        var arguments = command.Replace("FOLDER", _folder.Of("."), StringComparison.Ordinal);
        using var account = await TestAccount.OpenAsync(_server);
        TestTree.WriteMany(_folder.Of("tree"), seed: 5, smallFiles: 1_000, largeFiles: 0);
        await account.Command.RunAsync("put", "-r", _folder.Of("tree"), "/tree");

        await using var pipe = RunningProgram.Start(
            "bash", ["-c", $"'{Programs.Command}' {arguments} | head -n 1; echo \"status ${{PIPESTATUS[0]}}\""], WithToken(account));
        await pipe.WaitAsync(Limit);

        Assert.Equal(2, pipe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("status 141", pipe.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_is_named_and_the_rest_is_done()
    {
        using var account = await TestAccount.OpenAsync(_server);
        Write("good.txt", "good");
        Write("hidden.txt", "hidden");

        var status = await RunAsync(WithToken(account), "put", _folder.Of("good.txt"), _folder.Of("missing.txt"), _folder.Path, "/into/");

        Assert.Equal(1, status);
        Assert.Contains("missing.txt", _output, StringComparison.Ordinal);
        Assert.Contains("add -r", _output, StringComparison.Ordinal);
        Assert.Equal("good", Encoding.UTF8.GetString(await account.LoadAsync("/into/good.txt")));
    }

    [Fact]
    public async Task Interrupted_it_ends_at_once_and_says_how_to_go_on()
    {
        using var account = await TestAccount.OpenAsync(_server);
        await File.WriteAllBytesAsync(_folder.Of("big"), Random(200_000_000), Cancellation);
        await using var put = Start(WithToken(account), "put", _folder.Of("big"), "/big");
        await Until.TrueAsync(() => put.HasExited || _server.StoredBytes() > 20_000_000, () => "nothing was transferred");

        Assert.Equal(130, await put.StopAsync());

        Assert.Contains("run the same command again", put.Output, StringComparison.Ordinal);
    }

    private string _output = "";

    private Task<int> RunAsync(params string[] arguments) => RunAsync(WithPassword(email: null, Password), arguments);

    private async Task<int> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        await using var running = Start(environment, arguments);
        var status = await running.WaitAsync(Limit);
        _output = status == 0 ? string.Join('\n', running.Lines) : running.Output;
        return status;
    }

    private static RunningProgram Start(Dictionary<string, string> environment, params string[] arguments) =>
        RunningProgram.Start(Programs.Command, arguments, environment);

    private Dictionary<string, string> WithPassword(string? email, string password)
    {
        var environment = Environment();
        environment["FILESTORAGE_PASSWORD"] = password;
        if (email is not null)
        {
            environment["FILESTORAGE_EMAIL"] = email;
        }

        return environment;
    }

    private Dictionary<string, string> WithToken(TestAccount account)
    {
        var environment = Environment();
        environment["FILESTORAGE_TOKEN"] = account.Token;
        return environment;
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["FILESTORAGE_URL"] = _server.Url.GetLeftPart(UriPartial.Authority),
        ["FILESTORAGE_CONFIG"] = _folder.Of("config"),
    };

    private void Write(string name, string content) => File.WriteAllText(_folder.Of(name), content);

    private static byte[] Random(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        return content;
    }
}
