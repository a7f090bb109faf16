using System.CommandLine;
using FileStorage.Cli;
using FileStorage.Cli.Commands;

namespace FileStorage.Tests.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    public static TheoryData<string> Subcommands => [.. FilestorageCommand.Subcommands.Select(subcommand => subcommand.Name)];

    [Theory]
    [InlineData("ls")]
    [InlineData("ls -l -R /a /b")]
    [InlineData("put -r . /tree --json")]
    [InlineData("put a b c /tree/")]
    [InlineData("put - /a")]
    [InlineData("get /a - --version 3")]
    [InlineData("restore /a --version 3")]
    [InlineData("mv /a /b --replace")]
    [InlineData("cp /a /b /c/")]
    [InlineData("trash ls")]
    [InlineData("trash restore /a --to /b")]
    [InlineData("trash empty")]
    [InlineData("devices")]
    [InlineData("devices rename x y")]
    [InlineData("devices revoke x")]
    [InlineData("link create /a --upload --expires 7d --label mine")]
    [InlineData("link create /a --password-stdin --max-downloads 3")]
    [InlineData("link ls /a")]
    [InlineData("link edit 0f3a --write --no-password --no-expires --no-max-downloads")]
    [InlineData("link rm 0f3a")]
    [InlineData("get --zip /a a.zip")]
    [InlineData("admin check --url http://localhost:1 --token t")]
    [InlineData("admin collect --grace 0")]
    [InlineData("admin rotate-keys")]
    [InlineData("register a@b.c --invite code")]
    [InlineData("login --password-stdin")]
    [InlineData("sync dir")]
    [InlineData("sync dir --remote /photos --once --json")]
    [InlineData("sync dir --exclude *.iso --exclude build/ --only a --only b/c --limit-up 500KB --limit-down 2MiB/s")]
    [InlineData("sync dir --confirm")]
    public void Usual_lines_are_understood(string line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("put")]
    [InlineData("put /only-one")]
    [InlineData("get /a")]
    [InlineData("restore /a")]
    [InlineData("restore /a --version three")]
    [InlineData("trash")]
    [InlineData("admin")]
    [InlineData("ls --frobnicate")]
    [InlineData("rm -f /a")]
    [InlineData("put -x a /b")]
    [InlineData("sync")]
    [InlineData("sync / --once")]
    [InlineData("sync a b")]
    [InlineData("sync dir --limit-up fast")]
    [InlineData("sync dir --limit-up 0")]
    [InlineData("link")]
    [InlineData("link create")]
    [InlineData("link create /a --write --upload")]
    [InlineData("link create /a --expires sometime")]
    [InlineData("link create /a --max-downloads many")]
    [InlineData("login --password secret")]
    public async Task Others_are_a_mistake_in_usage(string line) =>
        Assert.Equal(ExitStatus.Usage, await FilestorageCommand.RunAsync(line.Split(' ')));

    [Theory, MemberData(nameof(Subcommands))]
    public void Every_subcommand_is_written_down(string name)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder(), "docs", "cli.md"));

        Assert.Contains($"## {name}\n", page, StringComparison.Ordinal);
        foreach (var below in Parse(name).CommandResult.Command.Subcommands)
        {
            Assert.Contains($"`{name} {below.Name}", page, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Subcommands))]
    public void Every_option_says_what_it_is_and_no_option_takes_a_password(string name)
    {
        var options = Parse(name).CommandResult.Command.Options;

        Assert.All(options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description)));
        Assert.DoesNotContain(options, option => option.Name == "--password");
    }

    [Theory]
    [InlineData("/a/b/", "/a/b")]
    [InlineData("a", "/a")]
    [InlineData("/", "/")]
    public void A_path_has_one_form(string typed, string path) => Assert.Equal(path, RemotePaths.Parse(typed));

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a//b")]
    [InlineData("./a")]
    public void What_cannot_be_a_path_is_a_mistake_in_usage(string typed) =>
        Assert.Equal(ExitStatus.Usage, Assert.Throws<CommandException>(() => RemotePaths.Parse(typed)).Status);

    private static ParseResult Parse(string line) => FilestorageCommand.Parse(line.Split(' '));

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FileStorage.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
