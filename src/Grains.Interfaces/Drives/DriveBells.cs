namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>The streams on which drives ring: one a drive, named by its id.</summary>
public static class DriveBells
{
    /// <summary>The stream provider that every host configures.</summary>
    public const string Provider = "bells";

    private const string Namespace = "drive";

    public static StreamId StreamOf(Guid driveId) => StreamId.Create(Namespace, driveId);
}
