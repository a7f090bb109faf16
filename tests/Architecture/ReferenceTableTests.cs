using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FileStorage.Tests.Architecture;

/// <summary>The table of docs/architecture.md says who may reference whom; the project files must agree with it.</summary>
public sealed partial class ReferenceTableTests
{
    [Fact]
    public void Every_project_references_only_what_the_table_of_the_architecture_allows()
    {
        var allowed = ReadTable();

        var wrong = Repository.Files("src", ".csproj").SelectMany(project =>
        {
            var name = Path.GetFileNameWithoutExtension(project);
            return allowed.TryGetValue(name, out var may)
                ? References(project).Where(reference => !may.Contains(reference)).Select(reference => $"{name} -> {reference}")
                : [$"{name} is not in the table"];
        });

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Every_project_of_the_table_that_is_not_marked_as_planned_exists()
    {
        var missing = ReadTable().Keys.Where(name => !Repository.Exists($"src/{name}/{name}.csproj"));

        Findings.AssertNone(missing);
    }

    [Fact]
    public void Only_the_switch_of_the_runtimes_references_the_embedded_runtime()
    {
        var wrong = Repository.Files("", ".csproj").Where(project => References(project).Contains("Orleans.Embedded"));

        Findings.AssertNone(wrong);
        Assert.Contains("Orleans.Embedded.csproj", Repository.Read("eng/Orleans.props"), StringComparison.Ordinal);
    }

    [Fact]
    public void Core_and_the_embedded_runtime_need_no_package()
    {
        var packages = new[] { "src/Core/Core.csproj", "src/Orleans.Embedded/Orleans.Embedded.csproj" }
            .SelectMany(project => Elements(project, "PackageReference"));

        Assert.Empty(packages);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("FileStorage.sln").Replace('\\', '/');

        var missing = Repository.Files("", ".csproj").Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));

        Findings.AssertNone(missing);
    }

    [Fact]
    public void Package_versions_stand_in_one_place()
    {
        var wrong = Repository.Files("", ".csproj").Where(project => Elements(project, "PackageReference").Any(package =>
            package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null));

        Findings.AssertNone(wrong);
    }

    private static IEnumerable<string> References(string project) =>
        Elements(project, "ProjectReference").Select(reference =>
            Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<XElement> Elements(string project, string name) =>
        XDocument.Parse(Repository.Read(project)).Descendants(name);

    /// <summary>Rows "| `src/NAME` | what | A, B |"; a row whose name carries "(planned)" is skipped.</summary>
    private static Dictionary<string, HashSet<string>> ReadTable()
    {
        var table = Row().Matches(Repository.Read("docs/architecture.md")).ToDictionary(
            row => row.Groups["name"].Value,
            row => row.Groups["may"].Value.Split([',', ' ', '`'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.NotEmpty(table);
        return table;
    }

    [GeneratedRegex(@"^\| `src/(?<name>[\w.]+)` \|[^|]*\|(?<may>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
