namespace FileStorage.Api.Contracts.History;

/// <summary>New numbers of <see cref="HistoryPolicyBody"/>; what is absent stays as it is.</summary>
public sealed record HistoryPolicyRequest
{
    public int? KeepAllDays { get; init; }

    public int? DailyDays { get; init; }

    public int? MinVersions { get; init; }

    public int? TrashDays { get; init; }
}
