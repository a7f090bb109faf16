using Microsoft.Extensions.Logging;

namespace Orleans.Embedded.Silos;

/// <summary>What a silo reports; grains are named by their identity, never by what they hold.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A turn of {GrainId} failed and nobody waits for it.")]
    public static partial void TurnFailed(this ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{GrainId} could not be activated.")]
    public static partial void ActivationFailed(this ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{GrainId} failed while it was deactivated.")]
    public static partial void DeactivationFailed(this ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The one-way call {Method} of {GrainId} failed.")]
    public static partial void OneWayFailed(this ILogger logger, Exception exception, string method, GrainId grainId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "A timer tick of {GrainId} failed; the timer goes on.")]
    public static partial void TickFailed(this ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "An enumeration of {GrainId} could not be ended.")]
    public static partial void EnumerationLeft(this ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "The silo stopped while {Count} activations were still busy.")]
    public static partial void LeftBehind(this ILogger logger, int count);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "An event of stream {StreamId} could not be delivered and is lost.")]
    public static partial void EventLost(this ILogger logger, Exception exception, StreamId streamId);
}
