console.log('hello from the parcel');
