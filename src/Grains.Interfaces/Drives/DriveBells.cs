namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>The streams on which drives ring: one a drive, named by its id, and one for all.</summary>
public static class DriveBells
{
    /// <summary>The stream provider that every host configures.</summary>
    public const string Provider = "bells";

    private const string Namespace = "drive";

    /// <summary>On this one every drive rings, for whoever follows all of them.</summary>
    public static readonly StreamId AllDrives = StreamId.Create("drives", Guid.Empty);

    public static StreamId StreamOf(Guid driveId) => StreamId.Create(Namespace, driveId);
}
