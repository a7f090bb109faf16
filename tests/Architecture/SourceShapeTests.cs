using System.Text.RegularExpressions;

namespace FileStorage.Tests.Architecture;

/// <summary>Shape of the source: small files, one type in each, no second codebase behind a symbol.</summary>
public sealed partial class SourceShapeTests
{
    private const int LongestFileLines = 400;

    /// <summary>Files that are longer than that, and why they were not cut.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["src/Orleans.Embedded/Activations/Activation.cs"] = "one state machine, whose states would be harder to follow over two files",
        ["tests/Storage.Metadata.Tests/Drives/DriveStoreContract.cs"] = "one contract, inherited by the suite of each engine",
    };

    [Fact]
    public void No_source_file_is_over_400_lines()
    {
        var tooLong = Sources("src", "tests", "bench").Where(file => !LongFiles.ContainsKey(file) && Repository.Lines(file).Length > LongestFileLines);

        Findings.AssertNone(tooLong);
    }

    [Fact]
    public void No_source_is_compiled_conditionally()
    {
        var conditional = Sources("src", "tests", "bench").Where(file => Repository.Lines(file).Any(line => Conditional().IsMatch(line)));

        Findings.AssertNone(conditional);
    }

    [Fact]
    public void Every_file_of_the_product_holds_one_type_and_is_named_after_it()
    {
        var wrong = Sources("src").Select(file => (file, types: TypeNames(file)))
            .Where(found => found.types.Count > 1 || found.types.Any(type => !Path.GetFileName(found.file).StartsWith(type, StringComparison.Ordinal)))
            .Select(found => $"{found.file}: {string.Join(", ", found.types)}");

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Every_switched_off_warning_says_why()
    {
        var silent = Sources("src", "tests", "bench").SelectMany(file => Repository.Lines(file)
            .Where(line => line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal))
            .Select(line => $"{file}: {line.Trim()}"));

        Findings.AssertNone(silent);
    }

    [Fact]
    public void No_type_is_named_after_a_kind()
    {
        var wrong = Sources("src")
            .Where(file => !file.StartsWith("src/Orleans.Embedded/", StringComparison.Ordinal))
            .SelectMany(TypeNames)
            .Where(name => Kind().IsMatch(name));

        Findings.AssertNone(wrong);
    }

    private static IEnumerable<string> Sources(params string[] folders) => folders.SelectMany(folder => Repository.Files(folder, ".cs"));

    private static List<string> TypeNames(string file) =>
        [.. TopLevelType().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value).Distinct()];

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b")]
    private static partial Regex Conditional();

    // Namespaces are file-scoped, so a type that is not nested starts at the margin.
    [GeneratedRegex(@"^(?:(?:public|internal|file|sealed|abstract|static|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record\s+struct|record\s+class|record|delegate\s+[\w<>?\[\], ]+?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex("(Manager|Helper|Helpers|Processor|Impl|Util|Utils)$")]
    private static partial Regex Kind();
}
