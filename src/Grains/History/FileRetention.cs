using FileStorage.Core.History;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.History;

/// <summary>The rules of retention, on rows.</summary>
internal static class FileRetention
{
    /// <summary>Versions that are looked at at once; of a file with more, the older ones follow when these are fewer.</summary>
    public const int MaxVersions = 10_000;

    public static List<VersionRow> FindSurplus(IReadOnlyCollection<VersionRow> versions, HistoryPolicy policy, DateTimeOffset now)
    {
        var surplus = RetentionRules.FindSurplus(
            [
                .. versions.Where(version => version.State is VersionState.Kept).Select(version => new RetainedVersion(
                    version.Number, DateTimeOffset.FromUnixTimeMilliseconds(version.CreatedUnixMilliseconds))),
            ],
            now,
            policy.KeepAllDays,
            policy.DailyDays,
            policy.MinVersions).ToHashSet();
        return [.. versions.Where(version => version.State is VersionState.Kept && surplus.Contains(version.Number))];
    }
}
