namespace FileStorage.Tests.Architecture;

/// <summary>What a scan of the repository found wrong.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding in full, one a line.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
