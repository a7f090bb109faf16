using System.ComponentModel.DataAnnotations;

namespace FileStorage.Grains.Drives;

/// <summary>How long a drive remembers what changed. A device that comes back later than that reads everything anew.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    /// <summary>Days that a row is kept. 90 unless set.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; set; } = 90;

    /// <summary>Rows that a drive keeps at most. A million unless set.</summary>
    [Range(1, int.MaxValue)]
    public int KeepRows { get; set; } = 1_000_000;
}
