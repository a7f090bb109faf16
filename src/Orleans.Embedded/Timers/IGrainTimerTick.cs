namespace Orleans.Embedded.Timers;

/// <summary>What a tick runs.</summary>
internal interface IGrainTimerTick
{
    Task TickAsync();
}
