using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.History;

/// <summary>A plan, or why there is none.</summary>
internal abstract record RewindDecision
{
    private RewindDecision()
    {
    }

    public sealed record Possible(RewindPlan Plan) : RewindDecision;

    public sealed record Refused(DriveOutcome Reason) : RewindDecision;
}
