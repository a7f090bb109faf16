namespace FileStorage.Grains.Maintenance;

/// <summary>How far the scrubber is. The property names are a stored format.</summary>
internal sealed class ScrubDocument
{
    /// <summary>Null: no round is under way.</summary>
    public string? Cursor { get; set; }

    /// <summary>When the last round began.</summary>
    public DateTimeOffset BeganAt { get; set; }
}
