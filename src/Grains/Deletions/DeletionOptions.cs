using System.ComponentModel.DataAnnotations;

namespace FileStorage.Grains.Deletions;

/// <summary>How much a client of another maker may delete before its user is asked.</summary>
public sealed class DeletionOptions
{
    public const string Section = "Deletions";

    public const int MaxWindowMinutes = 240;

    /// <summary>Percent of a drive's files and folders that one client may delete within the window. 100: nothing is held. 50 unless set.</summary>
    [Range(0, 100)]
    public int HoldPercent { get; set; } = 50;

    /// <summary>Fewer files and folders than this within the window are never held. 100 unless set.</summary>
    [Range(1, 1_000_000)]
    public int HoldEntries { get; set; } = 100;

    /// <summary>Minutes for which deletions count together, from the first. 60 unless set.</summary>
    [Range(1, MaxWindowMinutes)]
    public int WindowMinutes { get; set; } = 60;
}
