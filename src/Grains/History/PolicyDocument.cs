using System.Text.Json;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Grains.History;

/// <summary>The stored form of a drive's policy; a change here is a change of the storage format.</summary>
internal sealed record PolicyDocument
{
    public required int KeepAllDays { get; init; }

    public required int DailyDays { get; init; }

    public required int MinVersions { get; init; }

    public required int TrashDays { get; init; }

    public static string ToText(HistoryPolicy policy) => JsonSerializer.Serialize(
        new PolicyDocument
        {
            KeepAllDays = policy.KeepAllDays,
            DailyDays = policy.DailyDays,
            MinVersions = policy.MinVersions,
            TrashDays = policy.TrashDays,
        },
        DocumentsJsonContext.Default.PolicyDocument);

    /// <summary>The policy of a drive, which is the server's where the drive has none of its own.</summary>
    public static HistoryPolicy Parse(string? text, HistoryOptions defaults) =>
        text is null || JsonSerializer.Deserialize(text, DocumentsJsonContext.Default.PolicyDocument) is not { } document
            ? defaults.ToPolicy()
            : new HistoryPolicy
            {
                KeepAllDays = document.KeepAllDays,
                DailyDays = document.DailyDays,
                MinVersions = document.MinVersions,
                TrashDays = document.TrashDays,
            };
}
