using System.ComponentModel.DataAnnotations;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Grains.History;

/// <summary>How long history is kept by drives whose owners have not said otherwise.</summary>
public sealed class HistoryOptions
{
    public const string Section = "History";

    /// <summary>Days for which every version is kept after the next one replaced it. 30 unless set.</summary>
    [Range(0, HistoryPolicy.MaxDays)]
    public int KeepAllDays { get; set; } = 30;

    /// <summary>Days up to which one version a day is kept; after that one a week. 90 unless set.</summary>
    [Range(0, HistoryPolicy.MaxDays)]
    public int DailyDays { get; set; } = 90;

    /// <summary>So many of a file's newest versions are kept in any case. 5 unless set.</summary>
    [Range(1, HistoryPolicy.MaxMinVersions)]
    public int MinVersions { get; set; } = 5;

    /// <summary>Days that the trash is kept. 30 unless set.</summary>
    [Range(0, HistoryPolicy.MaxDays)]
    public int TrashDays { get; set; } = 30;

    public HistoryPolicy ToPolicy() => new()
    {
        KeepAllDays = KeepAllDays,
        DailyDays = DailyDays,
        MinVersions = MinVersions,
        TrashDays = TrashDays,
    };
}
