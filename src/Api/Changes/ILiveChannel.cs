namespace FileStorage.Api.Changes;

/// <summary>How signals reach the other side of a live connection.</summary>
internal interface ILiveChannel
{
    /// <summary>Sends one signal. Slow where the other side reads slowly; nothing piles up meanwhile.</summary>
    Task SendAsync(LiveSignal signal);

    /// <summary>Says goodbye.</summary>
    Task EndAsync(LiveEnd reason, CancellationToken cancellationToken);

    /// <summary>Ends it without a word, and with it a signal that is still on its way.</summary>
    void Cut();
}
