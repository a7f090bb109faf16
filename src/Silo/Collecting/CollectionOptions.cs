using System.ComponentModel.DataAnnotations;

namespace FileStorage.Silo.Collecting;

/// <summary>How often what nobody refers to any more is collected.</summary>
public sealed class CollectionOptions
{
    public const string Section = "Collection";

    /// <summary>
    /// Minutes between two runs, give or take a tenth; the first is two minutes after the start at the latest. 0: never by itself. Each run renews the
    /// mark in the chunk store, which has to happen more often than anything there gets old enough to be taken for left over.
    /// </summary>
    [Range(0, 12 * 60)]
    public int EveryMinutes { get; set; } = 60;
}
