using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Tus;

/// <summary>Turns what appending led to into what HTTP says.</summary>
internal static class AppendAnswer
{
    /// <summary>The problem of what was not appended.</summary>
    public static async Task<ProblemException> ExplainAsync(IGrainFactory grains, AppendTerms terms, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Superseded => Problem.UploadBusy(),
        AppendOutcome.TooLong => Problem.TooLarge(
            $"The upload would have more than {terms.State.LengthBytes ?? ChunkLimits.MaxFileBytes} bytes, or more than {ChunkLimits.MaxManifestChunks} chunks."),
        AppendOutcome.OtherLength => Problem.InconsistentLength("The length of an upload does not change once it is known."),
        AppendOutcome.NoRoom => UploadRoomAnswer.Explain(
            await grains.GetGrain<IUploadRoomGrain>(terms.State.Declaration.DriveId)
                .JudgeAsync(terms.Reference.FileId, terms.State.OffsetBytes, CancellationToken.None)),
        _ => throw new InvalidOperationException($"{outcome} is no refusal."),
    };
}
