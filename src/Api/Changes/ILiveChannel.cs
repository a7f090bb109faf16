namespace FileStorage.Api.Changes;

/// <summary>How signals reach the other side of a live connection.</summary>
internal interface ILiveChannel
{
    /// <summary>Ends when the other side is gone.</summary>
    CancellationToken Gone { get; }

    /// <summary>Sends one signal. Slow where the other side reads slowly; nothing piles up meanwhile.</summary>
    Task SendAsync(LiveSignal signal, CancellationToken cancellationToken);

    /// <summary>Says goodbye.</summary>
    Task EndAsync(LiveEnd reason, CancellationToken cancellationToken);
}
