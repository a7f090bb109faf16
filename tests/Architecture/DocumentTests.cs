using System.Text.RegularExpressions;

namespace FileStorage.Tests.Architecture;

/// <summary>Documents that name files and commands that are not there are worse than none.</summary>
public sealed partial class DocumentTests
{
    private static IEnumerable<string> Documents => Repository.Files("", ".md");

    [Fact]
    public void The_two_commands_of_the_readme_stand_there_and_exist()
    {
        var readme = Repository.Read("README.md");

        Assert.Contains("dotnet run --project src/Silo", readme, StringComparison.Ordinal);
        Assert.Contains("./test.sh", readme, StringComparison.Ordinal);
        Assert.True(Repository.Exists("src/Silo/Silo.csproj"));
        Assert.True(Repository.Exists("test.sh"));
    }

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere()
    {
        var broken = Documents.SelectMany(document => Link().Matches(WithoutCode(document))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Resolves(document, target))
            .Select(target => $"{document}: {target}"));

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Every_project_and_script_that_a_document_tells_to_run_exists()
    {
        var missing = Documents.SelectMany(document => Command().Matches(Repository.Read(document))
            .Select(command => command.Groups["project"].Success ? command.Groups["project"].Value : command.Groups["script"].Value)
            .Where(path => !Repository.Exists(path) && !Repository.Exists(Path.Combine(Path.GetDirectoryName(document) ?? "", path)))
            .Select(path => $"{document}: {path}"));

        Findings.AssertNone(missing);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("GOALS.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/performance.md")]
    [InlineData("docs/protocol.md")]
    [InlineData("docs/storage-format.md")]
    public void Every_document_that_others_rely_on_exists(string document) =>
        Assert.True(Repository.Exists(document), document);

    private static bool Resolves(string document, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document) ?? "", Uri.UnescapeDataString(parts[0]));
        if (!Repository.Exists(file))
        {
            return false;
        }

        return parts.Length == 1 || Headings(file).Contains(parts[1]);
    }

    /// <summary>The anchors GitHub makes of a document's headings.</summary>
    private static IEnumerable<string> Headings(string document) =>
        Heading().Matches(Repository.Read(document)).Select(heading =>
            NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string document) => Code().Replace(Repository.Read(document), "");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"--project (?<project>[\w./-]+)|(?:^|[\s`])\./(?<script>[\w./-]+\.(?:sh|py))", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();
}
