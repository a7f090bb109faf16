using System.ComponentModel.DataAnnotations;

namespace FileStorage.Silo.Scrubbing;

/// <summary>How often everything that is stored is read and verified.</summary>
public sealed class ScrubOptions
{
    public const string Section = "Scrub";

    /// <summary>Days from the begin of one round to that of the next; a round takes as long as it takes. 0: never by itself.</summary>
    [Range(0, 3650)]
    public int EveryDays { get; set; } = 30;
}
