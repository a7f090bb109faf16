namespace FileStorage.Grains.Interfaces.Departures;

/// <summary>The deletion of one account, step by step, each safe to repeat; its document says that it is under way. Keyed by user id.</summary>
[Alias("departure"), GrainInterfaceType("departure")]
public interface IDepartureGrain : IGrainWithGuidKey
{
    /// <summary>Closes the account; durable on return. The rest goes on by itself. Safe to repeat.</summary>
    [Alias("begin")]
    Task<DepartureOutcome> BeginAsync(DepartureRequest request, CancellationToken cancellationToken = default);

    /// <summary>Goes on with what a crash left. True where nothing is left. The sweep calls it.</summary>
    [Alias("continue")]
    Task<bool> ContinueAsync(CancellationToken cancellationToken = default);
}
