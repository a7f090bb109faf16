namespace FileStorage.Grains.Departures;

/// <summary>A deletion of an account that is under way, as stored. The property names are a stored format.</summary>
internal sealed class DepartureDocument
{
    public string Email { get; set; } = "";

    public Guid DriveId { get; set; }

    public DateTimeOffset BegunAt { get; set; }

    /// <summary>Set when all is gone, so that the row that tells it is one, however often it is written.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public Guid? ActorId { get; set; }

    public string? Address { get; set; }

    public Guid? HeirId { get; set; }
}
