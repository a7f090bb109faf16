namespace FileStorage.Grains.Interfaces.Search;

/// <summary>Brings what is indexed of one drive up to its journal. Keyed by drive id.</summary>
[Alias("drive-index"), GrainInterfaceType("drive-index")]
public interface IDriveIndexGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Indexes the next page of the drive's journal: names and what is known of the entries; contents are left to be read. A crash
    /// anywhere costs the page at most.
    /// </summary>
    [Alias("advance")]
    Task<IndexStep> AdvanceAsync(CancellationToken cancellationToken = default);
}
