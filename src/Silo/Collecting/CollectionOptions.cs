using System.ComponentModel.DataAnnotations;

namespace FileStorage.Silo.Collecting;

/// <summary>How often what nobody refers to any more is collected.</summary>
public sealed class CollectionOptions
{
    public const string Section = "Collection";

    /// <summary>Minutes between two runs, give or take a tenth; the first is two minutes after the start at the latest. 0: never by itself.</summary>
    [Range(0, 7 * 24 * 60)]
    public int EveryMinutes { get; set; } = 60;
}
