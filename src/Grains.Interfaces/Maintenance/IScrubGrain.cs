namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>
/// The scrubber that works by itself: it reads every stored chunk once in a while, slowly, goes on after a restart where it was, and marks what it
/// finds damaged. One grain, key 0, however many silos ask for its steps.
/// </summary>
[Alias("scrub"), GrainInterfaceType("scrub")]
public interface IScrubGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// A step, if one is due: a round begins <paramref name="every"/> after the last one began, and after each step there is a pause of many times its
    /// duration.
    /// </summary>
    [Alias("step"), ResponseTimeout("00:30:00")]
    Task<ScrubTurn> StepAsync(TimeSpan every, CancellationToken cancellationToken = default);
}
