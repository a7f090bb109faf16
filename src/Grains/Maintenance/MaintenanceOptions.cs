using System.ComponentModel.DataAnnotations;

namespace FileStorage.Grains.Maintenance;

/// <summary>How long what nobody refers to any more is kept.</summary>
public sealed class MaintenanceOptions
{
    public const string Section = "Maintenance";

    /// <summary>From the last reference of a chunk until it may be deleted, in seconds. A day unless set.</summary>
    [Range(0, int.MaxValue)]
    public int GraceSeconds { get; set; } = 24 * 60 * 60;

    /// <summary>From the deletion of a chunk until its bytes are reclaimed, so that a download under way ends first, in seconds.</summary>
    [Range(0, int.MaxValue)]
    public int GarbageAgeSeconds { get; set; } = 10 * 60;

    /// <summary>How old stored bytes must be before bytes that no row knows count as left behind by a crash, in seconds.</summary>
    [Range(3600, int.MaxValue)]
    public int OrphanAgeSeconds { get; set; } = 48 * 60 * 60;

    /// <summary>
    /// How many stored chunks a search for such bytes holds in memory, at about 50 bytes each. A store with more is listed once for every half of so many.
    /// </summary>
    [Range(1, 100_000_000)]
    public int OrphanSearchChunks { get; set; } = 4_000_000;
}
