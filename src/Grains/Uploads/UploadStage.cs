namespace FileStorage.Grains.Uploads;

/// <summary>How far an upload is. The numbers are stored.</summary>
internal enum UploadStage
{
    Open = 0,
    Completed = 1,
    Cancelled = 2,
}
