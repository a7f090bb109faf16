namespace FileStorage.Silo.Clustering;

/// <summary>
/// What the gateway gets in place of the runtime's factory: grains whose calls are made again where they led nowhere. Inside of grains it gives the
/// runtime's own references, which may be sent along and fail at once.
/// </summary>
internal sealed class RetryingGrainFactory(IGrainFactory runtime, IGrainContextAccessor? context, CallRetry retry) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Wrap(runtime.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix));

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Wrap(runtime.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix));

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => Wrap(runtime.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix));

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => Wrap(runtime.GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix));

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => Wrap(runtime.GetGrain<TGrainInterface>(primaryKey, keyExtension, grainClassNamePrefix));

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => runtime.CreateObjectReference<TGrainObserverInterface>(obj);

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => runtime.DeleteObjectReference<TGrainObserverInterface>(obj);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => runtime.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => runtime.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => runtime.GetGrain(grainInterfaceType, grainPrimaryKey);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        runtime.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        runtime.GetGrain(grainInterfaceType, grainPrimaryKey, keyExtension);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => Wrap(runtime.GetGrain<TGrainInterface>(grainId));

    public IAddressable GetGrain(GrainId grainId) => runtime.GetGrain(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => runtime.GetGrain(grainId, interfaceType);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        runtime.GetGrain(interfaceType, grainKey, grainClassNamePrefix);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => runtime.GetGrain(interfaceType, grainKey);

    private TGrain Wrap<TGrain>(TGrain grain)
        where TGrain : IAddressable =>
        // Outside of grains a silo speaks as a client of itself.
        context?.GrainContext is not { } caller || caller.GrainId.IsClient() ? RetryingGrain.For(grain, retry) : grain;
}
