using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Grains.Uploads;

/// <summary>Uploads that come in order, between their message and their document.</summary>
internal static class AppendMapping
{
    public static AppendUploadDocument ToDocument(AppendDeclaration declaration) => new()
    {
        UserId = declaration.UserId,
        CallerDriveId = declaration.CallerDriveId,
        DriveId = declaration.DriveId,
        Path = declaration.Path,
        MakeParents = declaration.MakeParents,
        ParentId = declaration.ParentId,
        Name = declaration.Name,
        ItemId = declaration.ItemId,
        MustBeAbsent = declaration.MustBeAbsent,
        MustBePresent = declaration.MustBePresent,
        Matches = [.. declaration.Matches],
        Differs = [.. declaration.Differs],
        Conflict = declaration.Conflict,
        BaseVersionId = declaration.BaseVersionId,
        ModifiedAt = declaration.ModifiedAt,
        Executable = declaration.Executable,
        Checksum = declaration.Checksum,
        LengthBytes = declaration.LengthBytes,
        EndsExplicitly = declaration.EndsExplicitly,
        IsPartial = declaration.IsPartial,
        Metadata = declaration.Metadata,
        Concatenation = declaration.Concatenation,
    };

    public static AppendDeclaration ToDeclaration(AppendUploadDocument state) => new()
    {
        UserId = state.UserId,
        CallerDriveId = state.CallerDriveId,
        DriveId = state.DriveId,
        Path = state.Path,
        MakeParents = state.MakeParents,
        ParentId = state.ParentId,
        Name = state.Name,
        ItemId = state.ItemId,
        MustBeAbsent = state.MustBeAbsent,
        MustBePresent = state.MustBePresent,
        Matches = [.. state.Matches],
        Differs = [.. state.Differs],
        Conflict = state.Conflict,
        BaseVersionId = state.BaseVersionId,
        ModifiedAt = state.ModifiedAt,
        Executable = state.Executable,
        Checksum = state.Checksum,
        LengthBytes = state.LengthBytes,
        EndsExplicitly = state.EndsExplicitly,
        IsPartial = state.IsPartial,
        Metadata = state.Metadata,
        Concatenation = state.Concatenation,
    };
}
