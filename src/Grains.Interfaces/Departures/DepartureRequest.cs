using FileStorage.Grains.Interfaces.Auditing;

namespace FileStorage.Grains.Interfaces.Departures;

/// <summary>A wish to delete an account.</summary>
[GenerateSerializer, Immutable, Alias("departure.request")]
public sealed record DepartureRequest
{
    /// <summary>Who asks: the account itself, or an administrator.</summary>
    [Id(0)] public required Origin Origin { get; init; }

    /// <summary>Who gets the account's own groups, where they are a member; null: those groups are deleted.</summary>
    [Id(1)] public Guid? HeirId { get; init; }
}
